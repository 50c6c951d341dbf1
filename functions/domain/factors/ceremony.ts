// The challenge of a WebAuthn ceremony. It is not stored: a MAC tells that this service made it, when, and for whom, so that a page
// that offers a passkey writes nothing.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { decodeBase64Url } from '../crypto.ts';
import type { DerivedKeys } from '../derived-keys.ts';
import { MINUTE_MILLISECONDS } from '../window.ts';

/** What the authenticator is asked to do. `register`: for this session of this account. */
export type Ceremony =
  | { readonly kind: 'log-in' }
  | { readonly kind: 'register'; readonly userId: string; readonly sessionId: string };

export const CEREMONY_MILLISECONDS = 5 * MINUTE_MILLISECONDS;

const VERSION = 1;
const KINDS: Readonly<Record<Ceremony['kind'], number>> = { 'log-in': 1, register: 2 };
const TIME_BYTES = 6;
const RANDOM_BYTES = 16;
/** Version, generation and kind are a byte each. */
const HEAD_BYTES = 3 + TIME_BYTES + RANDOM_BYTES;
const MAC_BYTES = 32;

const macOf = (keys: Pick<DerivedKeys, 'ceremony'>, head: Buffer, ceremony: Ceremony): Buffer => {
  const bound = ceremony.kind === 'register' ? [ceremony.userId, ceremony.sessionId] : [];
  return createHmac('sha256', keys.ceremony)
    .update(head)
    .update(JSON.stringify([ceremony.kind, ...bound]))
    .digest();
};

/** base64url. */
export const beginCeremony = (
  keys: DerivedKeys,
  random: { bytes(count: number): Buffer },
  now: number,
  ceremony: Ceremony,
): string => {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(VERSION, 0);
  head.writeUInt8(keys.generation, 1);
  head.writeUInt8(KINDS[ceremony.kind], 2);
  head.writeUIntBE(now, 3, TIME_BYTES);
  random.bytes(RANDOM_BYTES).copy(head, 3 + TIME_BYTES);
  return Buffer.concat([head, macOf(keys, head, ceremony)]).toString('base64url');
};

export interface ParsedCeremony {
  readonly text: string;
  readonly generation: number;
  readonly issuedAt: number;
  readonly head: Buffer;
  readonly mac: Buffer;
}

/** `undefined` if the text cannot be a challenge of that kind. Does not check the MAC. */
export const parseCeremony = (text: string, kind: Ceremony['kind']): ParsedCeremony | undefined => {
  const bytes = decodeBase64Url(text);
  if (bytes?.length !== HEAD_BYTES + MAC_BYTES) return undefined;
  if (bytes.readUInt8(0) !== VERSION || bytes.readUInt8(2) !== KINDS[kind]) return undefined;
  return {
    text,
    generation: bytes.readUInt8(1),
    issuedAt: bytes.readUIntBE(3, TIME_BYTES),
    head: bytes.subarray(0, HEAD_BYTES),
    mac: bytes.subarray(HEAD_BYTES),
  };
};

/** Whether this service made the challenge for this ceremony. `keys`: those of its generation. */
export const isOwnCeremony = (keys: Pick<DerivedKeys, 'ceremony'>, parsed: ParsedCeremony, ceremony: Ceremony) =>
  timingSafeEqual(macOf(keys, parsed.head, ceremony), parsed.mac);

export const isCeremonyOver = ({ issuedAt }: ParsedCeremony, now: number): boolean =>
  now >= issuedAt + CEREMONY_MILLISECONDS;

/** That a challenge was used. */
export interface UsedCeremony {
  readonly version: string;
  /** Epoch milliseconds. */
  readonly usedAt: number;
}

/** Names the row of a challenge that was used. */
export const hashCeremony = (challenge: string): string => createHash('sha256').update(challenge).digest('base64url');

/** From then on the challenge itself is too old. */
export const usedCeremonyEndsAt = ({ usedAt }: Pick<UsedCeremony, 'usedAt'>): number =>
  usedAt + 2 * CEREMONY_MILLISECONDS;
