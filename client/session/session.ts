// What is kept of a log-in: the tokens, and who it is.
import { claimsOf } from '../encoding.ts';

export interface User {
  readonly id: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly phone?: string;
  readonly phoneVerified?: boolean;
  readonly locale?: string;
  readonly name?: string;
}

export interface Session {
  /** Random, the same in all tabs and after each refresh. */
  readonly id: string;
  /** `client`: of the code flow. `api`: of a log-in by the JSON routes. They are refreshed and ended by different routes. */
  readonly kind: 'client' | 'api';
  readonly user: User;
  readonly accessToken: string;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** Epoch milliseconds by the clock of the device, from the moment of the request: rather early than late. */
  readonly expiresAt: number;
  /** From when on it is refreshed. */
  readonly refreshAt: number;
  /** When the tokens were asked for. A clock before it has been set back. */
  readonly askedAt?: number;
}

const AHEAD_MILLISECONDS = 60_000;

/** A minute ahead, and at most a quarter of the life of the access token. */
export const timesOf = (askedAt: number, expiresInSeconds: number) => {
  const life = expiresInSeconds * 1000;
  return { askedAt, expiresAt: askedAt + life, refreshAt: askedAt + life - Math.min(AHEAD_MILLISECONDS, life / 4) };
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

const withoutGaps = (user: { readonly [Key in keyof User]: User[Key] | undefined }): User =>
  Object.fromEntries(Object.entries(user).filter(([, value]) => value !== undefined)) as unknown as User;

/** By the claims of an ID token. */
export const userOfIdToken = (idToken: string): User => {
  const claims = claimsOf(idToken);
  return withoutGaps({
    id: String(claims['sub']),
    email: text(claims['email']),
    emailVerified: flag(claims['email_verified']),
    phone: text(claims['phone_number']),
    phoneVerified: flag(claims['phone_number_verified']),
    locale: text(claims['locale']),
    name: text(claims['name']),
  });
};

/** By the account in an answer of the JSON routes. */
export const userOfAccount = (account: User & { readonly profile?: object }): User => {
  const { id, email, emailVerified, phone, phoneVerified, locale, profile } = account;
  const name = text(Object.entries(profile ?? {}).find(([key]) => key === 'name')?.[1]);
  return withoutGaps({ id, email, emailVerified, phone, phoneVerified, locale, name });
};

/** Another version of the library, or another script, may have written it. */
export const parseSession = (written: string | null | undefined): Session | undefined => {
  try {
    const session: Partial<Session> | null = JSON.parse(written ?? 'null');
    const isWhole =
      typeof session?.id === 'string' &&
      typeof session.accessToken === 'string' &&
      typeof session.expiresAt === 'number' &&
      typeof session.user?.id === 'string';
    return isWhole ? (session as Session) : undefined;
  } catch {
    return undefined;
  }
};
