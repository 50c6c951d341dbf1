// Opens a session for an account that has just proven itself, and makes the tokens that go with it.
import { accessTokenInput } from '../domain/access-token.ts';
import type { Clock, Ids, KeyRing, Store, TokenSigner } from '../domain/ports.ts';
import { beginSession, refreshToken } from '../domain/session.ts';
import type { Settings } from '../domain/settings.ts';
import { sessionKey } from '../domain/store-keys.ts';
import { type PublicUser, toPublicUser, type User } from '../domain/user.ts';

export interface OpenSessionDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keyRing: KeyRing;
  readonly signer: TokenSigner;
  readonly settings: Settings;
}

export interface Tokens {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly refreshToken: string;
  readonly user: PublicUser;
}

export const openSession = async (dependencies: OpenSessionDependencies, user: User): Promise<Tokens> => {
  const { store, clock, ids, keyRing, settings } = dependencies;
  const { lifetimes, masterKeys } = settings;
  const keys = await keyRing.generation(masterKeys.current);
  if (!keys) throw new Error('the current generation of the master key is not accepted');
  const sessionId = ids.next();
  const session = beginSession(user, { now: clock.now(), keyGeneration: masterKeys.current, lifetimes });
  const [opened, accessToken] = await Promise.all([
    store.swap(sessionKey(sessionId), 'absent', session),
    signAccessToken(dependencies, user, sessionId),
  ]);
  // A lost swap is this very write, repeated on its way: nobody else has this id.
  if (!opened.ok && opened.current?.userId !== user.id) throw new Error('a new session id is taken');
  return {
    accessToken,
    expiresInSeconds: lifetimes.accessTokenSeconds,
    refreshToken: refreshToken(keys, sessionId, session),
    user: toPublicUser(user),
  };
};

const signAccessToken = async (
  { clock, ids, signer, settings }: OpenSessionDependencies,
  user: User,
  sessionId: string,
): Promise<string> => {
  const input = accessTokenInput(await signer.keyId(), {
    issuer: settings.issuer,
    audience: settings.audience,
    userId: user.id,
    sessionId,
    epoch: user.epoch,
    tokenId: ids.next(),
    now: clock.now(),
    lifetimeSeconds: settings.lifetimes.accessTokenSeconds,
  });
  return `${input}.${(await signer.sign(input)).toString('base64url')}`;
};
