// Opens a session for an account whose owner has just been authenticated, and makes its tokens.
import { type PublicUser, toPublicUser } from '#domain/account/public-user.ts';
import { isOpen } from '#domain/account/standing.ts';
import type { User } from '#domain/account/user.ts';
import type { MailState } from '#domain/delivery/suppression.ts';
import type { DerivedKeys } from '#domain/derived-keys.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { sealTicket } from '#domain/factors/ticket.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import type { Draft } from '#domain/row.ts';
import { accessTokenInput, accessTokenLife, signToken } from '#domain/session/access-token.ts';
import { lacksSecondFactor, levelOf } from '#domain/session/assurance.ts';
import type { OwnClaims } from '#domain/session/own-claims.ts';
import {
  type AuthenticationMethod,
  authenticationTime,
  beginSession,
  refreshToken,
  type Session,
} from '#domain/session/session.ts';
import { sessionKey } from '#domain/store-keys.ts';
import { noteUseOf } from '../purge/note-use.ts';
import { mailStateOf } from './mail-state.ts';
import { type ClaimsOccasion, gatherClaims } from './own-claims.ts';

type Signing = Pick<Ports, 'clock' | 'ids' | 'random' | 'settings' | 'log' | 'signer' | 'claimsFunction'>;
/** What opening a session, or refreshing one, takes. */
export type SessionPorts = Signing & Pick<Ports, 'store' | 'keyRing'>;

export interface Access {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
  readonly user: PublicUser;
}

export interface Tokens extends Access {
  readonly refreshToken: string;
}

/** The keys for a session, fetched before anything is marked used. */
export interface SessionOpening {
  readonly keys: DerivedKeys;
  readonly kid: string;
}

export const prepareSession = async (
  { keyRing, signer, settings }: SessionPorts,
  generation: number = settings.masterKeys.current,
): Promise<SessionOpening> => {
  const [keys, kid] = await Promise.all([keyRing.generation(generation), signer.keyId()]);
  if (!keys) throw new Error(`generation ${generation} of the master key is not accepted`);
  return { keys, kid };
};

/** Whom the session is opened for, and how its owner was authenticated. */
export interface Authentication {
  readonly caller: Caller;
  readonly amr: readonly AuthenticationMethod[];
  /** When, if it was before this request. Epoch milliseconds. */
  readonly at?: number | undefined;
}

/** For a request with the link or the code of a mail. */
export const amrOf = (request: { readonly token: string } | { readonly code: string }) =>
  'token' in request ? (['link'] as const) : (['otp'] as const);

/**
 * For an account with a second factor that was not proven: the refusal with a ticket, by which the log-in goes on. `undefined`:
 * nothing is lacking. `openSession` asks, too; a flow asks before if it has more to do than to open the session.
 */
export const askSecondFactor = (
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  { keys }: SessionOpening,
  user: User,
  amr: readonly AuthenticationMethod[],
): ReturnType<typeof refuse> | undefined => {
  if (!lacksSecondFactor(user, amr)) return undefined;
  log.write('second_factor_asked', { user: user.id });
  return refuse('second_factor_required', { ticket: sealTicket(keys, user, amr, clock.now()) });
};

/** Whether the change before a session was made, and at most the second factor is left. */
export const isWritten = (opened: Outcome<unknown>): boolean =>
  opened.ok || opened.refusal.code === 'second_factor_required';

/** The only way to a session of the JSON routes. `mail`: if it is known already. Otherwise it is read beside the write of the session. */
export const openSession = async (
  dependencies: SessionPorts,
  opening: SessionOpening,
  user: User,
  { caller, amr, at }: Authentication,
  mail: Promise<MailState> = mailStateOf(dependencies, user),
): Promise<Outcome<Tokens>> => {
  if (!isOpen(user)) throw new Error('a session for an account that lets nobody in');
  const asked = askSecondFactor(dependencies, opening, user, amr);
  if (asked) return asked;
  const { store, clock, ids, settings } = dependencies;
  const { lifetimes, masterKeys } = settings;
  const sessionId = ids.next();
  const now = clock.now();
  const session = beginSession(user, {
    now,
    keyGeneration: masterKeys.current,
    lifetimes,
    caller,
    amr,
    authenticatedAt: at ?? now,
  });
  const [opened, tokens] = await Promise.all([
    store.swap(sessionKey(sessionId), 'absent', session),
    tokensOf(dependencies, opening, { user, sessionId, session, trigger: 'log-in' }, mail),
    noteUseOf(dependencies, user),
  ]);
  // The id is new, so a lost swap can only be a repeat of this same write by the SDK.
  if (!opened.ok && opened.current?.userId !== user.id) throw new Error('a new session id is taken');
  return accept(tokens);
};

/** Who is authorised to do what, for how long. `scope`: less than what was granted to the client. */
interface Authorisation extends Pick<ClaimsOccasion, 'user' | 'trigger'> {
  readonly sessionId: string;
  readonly session: Draft<Session>;
  readonly scope?: string | undefined;
}

/** A new access token and the current refresh token of the session. `opening` has the keys of the session's key generation. */
export const tokensOf = async (
  dependencies: SessionPorts,
  { keys, kid }: SessionOpening,
  authorisation: Authorisation,
  mail?: Promise<MailState>,
): Promise<Tokens> => ({
  ...(await accessOf(dependencies, kid, authorisation, mail)),
  refreshToken: refreshToken(keys, authorisation.sessionId, authorisation.session),
});

/** A new access token for a client that keeps its refresh token. */
export const accessOf = async (
  dependencies: Signing & Pick<Ports, 'store'>,
  kid: string,
  authorisation: Authorisation,
  mail: Promise<MailState> = mailStateOf(dependencies, authorisation.user),
): Promise<Access> => {
  const [{ accessToken, expiresInSeconds }, state] = await Promise.all([
    signAccessToken(dependencies, kid, authorisation),
    mail,
  ]);
  return { accessToken, expiresInSeconds, user: toPublicUser(authorisation.user, state, dependencies.settings) };
};

interface SignedToken extends Pick<Access, 'accessToken' | 'expiresInSeconds'> {
  /** Those in the token, for an ID token beside it. */
  readonly ownClaims: OwnClaims;
}

export const signAccessToken = async (
  dependencies: Signing,
  kid: string,
  { user, trigger, sessionId, session, scope = session.scope }: Authorisation,
): Promise<SignedToken> => {
  const { random, clock, ids, signer, settings } = dependencies;
  const { lifetimes, clients, issuer, audience } = settings;
  const { clientId } = session;
  const ofClient = clients.find(({ id }) => id === clientId)?.accessTokenSeconds;
  const accessTokenSeconds = ofClient ?? lifetimes.accessTokenSeconds;
  const lifetimeSeconds = accessTokenLife({ accessTokenSeconds }, random.bytes(2).readUInt16BE());
  const ownClaims = await gatherClaims(dependencies, { user, trigger, clientId, scope });
  const input = accessTokenInput(kid, {
    issuer,
    audience,
    userId: user.id,
    sessionId,
    clientId,
    scope,
    epoch: user.epoch,
    authenticatedAt: authenticationTime(session),
    amr: session.amr,
    acr: levelOf(settings, session.amr),
    tokenId: ids.next(),
    now: clock.now(),
    lifetimeSeconds,
    ownClaims,
  });
  return { accessToken: await signToken(signer, input), expiresInSeconds: lifetimeSeconds, ownClaims };
};
