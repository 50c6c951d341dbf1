// A passkey: a key pair of the owner's device or password manager. The account keeps the public half.

/** All times are epoch milliseconds. */
export interface Passkey {
  /** The credential id, base64url. */
  readonly id: string;
  /** COSE key, base64url. */
  readonly publicKey: string;
  /** What the authenticator counted at its last use. Synced passkeys always say 0. */
  readonly counter: number;
  /** How the authenticator can be reached, as the browser said. A hint for the next time. */
  readonly transports?: readonly string[];
  /** Chosen by the owner, or taken from the device. */
  readonly name: string;
  readonly createdAt: number;
  readonly usedAt?: number;
  /** Whether it is backed up, so that it outlives the device. */
  readonly isSynced: boolean;
  /** The model of the authenticator. Absent if it does not say. */
  readonly aaguid?: string;
}

/**
 * A key that nobody has: signatures are compared with it where there is no passkey, so that the time of an answer does not tell
 * whether there is one. P-256; the private half was never kept.
 */
export const NOBODYS_KEY =
  'pQECAyYgASFYIL3gdAhIjcNP_tr3_J6ag3lhgOUcrDIKZWGeUGSb_3iJIlggis-rCjnoX3bMqObTwSxiomVKEluDvoD4-Y64QSkEEbM';

export const PASSKEYS_MAXIMUM = 10;
export const PASSKEY_NAME_MAXIMUM_LENGTH = 50;
/** The longest id of a credential is 1023 bytes (WebAuthn, section 4). */
export const CREDENTIAL_ID_MAXIMUM_LENGTH = 1364;

/** What a verified registration tells. */
export type NewPasskey = Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'transports' | 'isSynced' | 'aaguid'>;

/** What a verified signature tells. */
export interface PasskeyUse {
  readonly counter: number;
  readonly isSynced: boolean;
  /** Whether the authenticator asked for a PIN, a finger or a face. */
  readonly isUserVerified: boolean;
}

/**
 * Whether the authenticator counted back: then there may be a copy of it (WebAuthn, section 6.1.1). Those that do not count say 0
 * each time.
 */
export const isCounterBehind = ({ counter }: Passkey, use: Pick<PasskeyUse, 'counter'>): boolean =>
  (counter > 0 || use.counter > 0) && use.counter <= counter;

/** The models that people know by a name: the password managers and platforms. */
const MODELS: Readonly<Record<string, string>> = {
  'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4': 'Google Password Manager',
  'adce0002-35bc-c60a-648b-0b25f1f05503': 'Chrome on Mac',
  '08987058-cadc-4b81-b6e1-30de50dcbe96': 'Windows Hello',
  '9ddd1817-af5a-4672-a2b9-3e3dd95000a9': 'Windows Hello',
  '6028b017-b1d4-4c02-b4b3-afcdafc96bb2': 'Windows Hello',
  'fbfc3007-154e-4ecc-8c0b-6e020557d7bd': 'Apple Passwords',
  'dd4ec289-e01d-41c9-bb89-70fa845d4bf2': 'Apple Passwords',
  '53414d53-554e-4700-0000-000000000000': 'Samsung Pass',
  'bada5566-a7aa-401f-bd96-45619a55120d': '1Password',
  'd548826e-79b4-db40-a3d8-11116f7e8349': 'Bitwarden',
  '531126d6-e717-415c-9320-3d9aa6981239': 'Dashlane',
  '50726f74-6f6e-5061-7373-50726f746f6e': 'Proton Pass',
  'fdb141b2-5d84-443e-8a35-4698c205a502': 'KeePassXC',
};
/** Of an authenticator that does not tell its model. */
const NO_MODEL = '00000000-0000-0000-0000-000000000000';

export const modelOf = (aaguid: string): string | undefined => (aaguid === NO_MODEL ? undefined : aaguid);

/** The name of a passkey whose owner gave none: that of its model, or the device that added it. */
export const defaultName = ({ aaguid = '' }: Pick<NewPasskey, 'aaguid'>, device: string): string =>
  MODELS[aaguid] ?? (device === UNKNOWN ? 'Passkey' : device);

const UNKNOWN = 'unknown';

/** What the owner sees of it. */
export const toPublicPasskey = ({ id, name, createdAt, usedAt, isSynced }: Passkey) => ({
  id,
  name,
  createdAt: toTime(createdAt),
  ...(usedAt !== undefined && { usedAt: toTime(usedAt) }),
  isSynced,
});

const toTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
