// Ports that compute at once and cost nearly nothing, for thousands of schedules: with the thread pool of argon2 and WebCrypto two
// runs of one schedule would differ, and its seed could not replay it. The real adapters have tests of their own.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PasswordHasher } from '#domain/ports/passwords.ts';
import type { AccessTokenReader, TokenSigner } from '#domain/ports/tokens.ts';
import type { Clock } from '#domain/ports.ts';

const KID = 'plain';
const KEY = 'the key of the schedules';

let salts = 0;
const digest = (salt: string, password: string) => createHash('sha256').update(`${salt} ${password}`).digest('hex');

/** As in PHC strings, every hash has a salt of its own. */
export const plainPasswords: PasswordHasher = {
  hash: async (password) => {
    const salt = String(++salts);
    return `$plain$${salt}$${digest(salt, password)}`;
  },
  verify: async (password, phc) => {
    const [, , salt = '', hash] = phc?.split('$') ?? [];
    return digest(salt, password) === hash;
  },
  isOwn: () => true,
  isOutdated: () => false,
};

const mac = (input: string) => createHmac('sha256', KEY).update(input).digest();

export const plainSigner: TokenSigner = {
  keyId: async () => KID,
  sign: async (input) => mac(input),
  publicKeys: async () => [],
};

/** Reads the tokens of `plainSigner` until they expire. */
export const createPlainReader = (clock: Clock): AccessTokenReader => ({
  read: async (token) => {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const given = Buffer.from(signature, 'base64url');
    const made = mac(`${header}.${payload}`);
    if (given.length !== made.length || !timingSafeEqual(given, made)) return undefined;
    const { sub, sid, epoch, client_id, scope, jti, iat, exp } = JSON.parse(
      Buffer.from(payload, 'base64url').toString('utf8'),
    );
    if (clock.now() >= exp * 1000) return undefined;
    const of = { userId: sub, sessionId: sid, epoch, scope, clientId: client_id };
    return { ...of, tokenId: jti, issuedAt: iat, expiresAt: exp };
  },
});

const LATE_TURNS = 20;

/** How long a late call waits: many turns of the event loop, in which others act. */
export const manyTurns = async (): Promise<void> => {
  for (let turn = 0; turn < LATE_TURNS; turn++) await nextTurn();
};
