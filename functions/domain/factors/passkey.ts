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

export const PASSKEYS_MAXIMUM = 10;
export const PASSKEY_NAME_MAXIMUM_LENGTH = 50;
/** The longest id of a credential is 1023 bytes (WebAuthn, section 4). */
export const CREDENTIAL_ID_MAXIMUM_LENGTH = 1364;
