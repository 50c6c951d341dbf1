// Logs in with a passkey. Its user handle names the account, so no address is asked for.
import { keepUser } from '#domain/account/grace.ts';
import { whyClosed } from '#domain/account/standing.ts';
import { isGone, type User } from '#domain/account/user.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { hashCeremony, type ParsedCeremony } from '#domain/factors/ceremony.ts';
import { type UsedCredential, userIdOfHandle } from '#domain/factors/credential.ts';
import { isCounterBehind, NOBODYS_KEY, type Passkey, type PasskeyUse } from '#domain/factors/passkey.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { ceremonyKey, PASSKEY_DOMAIN_KEY, userKey } from '#domain/store-keys.ts';
import { type CountedGuess, countGuess } from '../challenge/count-guess.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import { endOldestSessions } from '../session/end-oldest-sessions.ts';
import { tellKeeping } from '../session/keep-account.ts';
import {
  askSecondFactor,
  openSession,
  prepareSession,
  type SessionPorts,
  type Tokens,
} from '../session/open-session.ts';
import { attemptsOf, knowNetwork } from '../session/proof/password-attempt.ts';
import { tellNewLogIn } from '../session/tell-new-log-in.ts';
import { expectedOf, readChallenge, refuseOtherDomain } from './passkey-ceremony.ts';

type Dependencies = SessionPorts & Pick<Ports, 'passkeys'>;

export interface PasskeyLogIn {
  readonly rpId: string;
  readonly credential: UsedCredential;
}

/** `pop`: it has the key. `user`: somebody was there. With a PIN, a finger or a face these are two factors. */
const amrOf = ({ isUserVerified }: PasskeyUse) =>
  isUserVerified ? (['pop', 'user', 'mfa'] as const) : (['pop', 'user'] as const);

/** Other log-ins write the row at the same time. */
const ROUNDS = 3;

/** Counts a guess until the signature is right. */
export const logInWithPasskey = async (
  dependencies: Dependencies,
  request: PasskeyLogIn,
  caller: Caller,
): Promise<Outcome<Tokens>> => {
  const counted = await countGuess(dependencies, caller, dependencies.clock.now());
  if (!counted.ok) return counted;
  const proven = await prove(dependencies, request, counted.value);
  if (!proven.ok) return proven;
  const { challenge, user, use } = proven.value;
  const [opening, [attempts]] = await Promise.all([
    prepareSession(dependencies),
    dependencies.store.load([attemptsOf(user.email)]),
  ]);
  const amr = amrOf(use);
  const asked = askSecondFactor(dependencies, opening, user, amr);
  const kept = asked ? accept(undefined) : await tellKeeping(dependencies, user, caller);
  if (!kept.ok) return kept;
  const used = await markUsed(dependencies, challenge);
  if (!used.ok) return used;
  const noted = await noteUse(dependencies, proven.value, asked ? (seen) => seen : keepUser);
  if (!noted.ok) return noted;
  if (asked) {
    await counted.value.takeBack();
    return asked;
  }
  const told = await tellNewLogIn(dependencies, noted.value, attempts, caller);
  if (!told.ok) return told;
  const [, opened] = await Promise.all([
    endOldestSessions(dependencies, noted.value),
    openSession(dependencies, opening, noted.value, { caller, amr }),
    knowNetwork(dependencies, { address: user.email, caller, now: dependencies.clock.now(), attempts }),
    counted.value.takeBack(),
  ]);
  if (opened.ok) dependencies.log.write('login_completed', { user: user.id, by: 'passkey' });
  return opened;
};

interface Proven {
  readonly challenge: ParsedCeremony;
  readonly user: User;
  readonly passkey: Passkey;
  readonly use: PasskeyUse;
}

/** Everything that does not fit has one answer. Only a right signature is told why the account is closed, and that was no guess. */
const prove = async (
  dependencies: Dependencies,
  { rpId, credential }: PasskeyLogIn,
  guess: CountedGuess,
): Promise<Outcome<Proven>> => {
  const { store, clock, settings, log, passkeys } = dependencies;
  const wrong = () => {
    log.write('login_refused', { reason: 'invalid_credentials' });
    return refuse('invalid_credentials');
  };
  const noGuess = async <Refusal>(refusal: Refusal): Promise<Refusal> => {
    await guess.takeBack();
    return refusal;
  };
  const { clientDataJSON, userHandle } = credential.response;
  const read = await readChallenge(dependencies, clientDataJSON, { kind: 'log-in' });
  const userId = userIdOfHandle(userHandle);
  // A page that was open for long has such a challenge.
  if (!read.ok && read.refusal.code === 'expired') return noGuess(read);
  if (!read.ok || userId === undefined) return wrong();
  const usedKey = ceremonyKey(hashCeremony(read.value.text));
  const [found, fixed, spent] = await store.load([userKey(userId), PASSKEY_DOMAIN_KEY, usedKey]);
  const sameDomain = refuseOtherDomain(dependencies, fixed, rpId);
  if (!sameDomain.ok) return noGuess(sameDomain);
  const user = isGone(found, clock.now()) ? undefined : found;
  const passkey = user?.passkeys?.find(({ id }) => id === credential.id);
  const compared = passkey ?? { id: credential.id, publicKey: NOBODYS_KEY };
  const use = await passkeys.verifyUse(credential, compared, expectedOf(settings, rpId, read.value));
  if (!user || !passkey || !use) return wrong();
  // A repeat whose first answer was lost is no copy of the passkey, though it has the counter of the first.
  if (spent) return noGuess(refuse('already_used'));
  if (isCounterBehind(passkey, use)) {
    log.write('passkey_counter_behind', { user: user.id });
    return wrong();
  }
  const closed = whyClosed(user);
  if (!closed) return accept({ challenge: read.value, user, passkey, use });
  log.write('login_refused', { reason: closed });
  return noGuess(refuse(closed));
};

const markUsed = async (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { text }: ParsedCeremony,
): Promise<Outcome<undefined>> => {
  const used = await store.swap(ceremonyKey(hashCeremony(text)), 'absent', { usedAt: clock.now() });
  return used.ok ? accept(undefined) : refuse('already_used');
};

/** The new counter decides between two uses at once, and the account may have changed or lost the passkey meanwhile. */
const noteUse = (
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { user, passkey: { id, publicKey }, use: { counter, isSynced } }: Proven,
  keep: (user: User, now: number) => User,
): Promise<Outcome<User>> =>
  decideAndSwap(
    store,
    userKey(user.id),
    user,
    (seen) => {
      const now = clock.now();
      const isSame = seen?.epoch === user.epoch && seen.email === user.email && !whyClosed(seen) && !isGone(seen, now);
      const passkey = isSame ? seen.passkeys?.find((one) => one.id === id && one.publicKey === publicKey) : undefined;
      if (!isSame || !passkey || isCounterBehind(passkey, { counter })) return refuse('invalid_credentials');
      const used = { ...passkey, counter, isSynced, usedAt: now };
      const passkeys = seen.passkeys?.map((one) => (one === passkey ? used : one)) ?? [];
      return accept({ ...keep(seen, now), passkeys });
    },
    ROUNDS,
  );
