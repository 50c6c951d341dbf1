// Adds a passkey to an account: makes the options for the browser, and keeps what comes back.

import { addChange, hasChanged, permitChange, type User } from '#domain/account/user.ts';
import { eventId } from '#domain/audit/event-id.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import { CEREMONY_MILLISECONDS, type Ceremony, hashCeremony, type ParsedCeremony } from '#domain/factors/ceremony.ts';
import { handleOf, type NewCredential } from '#domain/factors/credential.ts';
import { defaultName, type NewPasskey, PASSKEYS_MAXIMUM, type Passkey } from '#domain/factors/passkey.ts';
import type { Caller } from '#domain/network.ts';
import type { Ports } from '#domain/ports.ts';
import { PASSKEY_DOMAIN_KEY, userKey } from '#domain/store-keys.ts';
import { isFinal, withdraw, writeNotice } from '../account/write-notice.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import type { Authenticated } from '../session/proof/authenticate.ts';
import { type OwnerProof, reauthenticate } from '../session/proof/reauthenticate.ts';
import { expectedOf, NO_CHALLENGE, newChallenge, readChallenge, refuseOtherDomain } from './passkey-ceremony.ts';

type Dependencies = Pick<
  Ports,
  'store' | 'clock' | 'random' | 'settings' | 'log' | 'keyRing' | 'passwords' | 'foreignPasswords' | 'passkeys'
>;

/** ES256, EdDSA and RS256 (RFC 9053, RFC 8812). */
const ALGORITHMS = [-7, -8, -257];

const ceremonyOf = ({ user, sessionId }: Authenticated): Ceremony => ({
  kind: 'register',
  userId: user.id,
  sessionId,
});

/** `PublicKeyCredentialCreationOptionsJSON`. */
export const beginPasskey = async (
  dependencies: Dependencies,
  owner: Authenticated,
  { rpId, proof }: { readonly rpId: string; readonly proof: OwnerProof },
  caller: Caller,
) => {
  const { store, clock, settings } = dependencies;
  const proven = await reauthenticate(dependencies, owner, proof, caller);
  if (!proven.ok) return proven;
  const [fixed] = await store.load([PASSKEY_DOMAIN_KEY]);
  const sameDomain = refuseOtherDomain(dependencies, fixed, rpId);
  if (!sameDomain.ok) return sameDomain;
  const { user } = owner;
  const permitted = permitPasskey(user, clock.now());
  if (!permitted.ok) return permitted;
  return accept({
    rp: { id: rpId, name: settings.brand.name },
    user: { id: handleOf(user.id), name: user.email, displayName: user.email },
    challenge: await newChallenge(dependencies, ceremonyOf(owner)),
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg }) as const),
    timeout: CEREMONY_MILLISECONDS,
    excludeCredentials: (user.passkeys ?? []).map(({ id, transports }) => ({
      type: 'public-key' as const,
      id,
      ...(transports && { transports }),
    })),
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'preferred' },
    attestation: 'none',
  } as const);
};

const permitPasskey = (user: User, now: number): Outcome<undefined> =>
  (user.passkeys?.length ?? 0) < PASSKEYS_MAXIMUM ? permitChange(user, now) : refuse('too_many_passkeys');

export interface PasskeyAddition {
  readonly rpId: string;
  readonly credential: NewCredential;
  readonly name?: string | undefined;
}

/** A repeat of the same request finds its passkey. The challenge adds none a second time, because the account remembers it as a change. */
export const addPasskey = async (
  dependencies: Dependencies,
  owner: Authenticated,
  { rpId, credential, name }: PasskeyAddition,
  caller: Caller,
): Promise<Outcome<Passkey>> => {
  const { clock, settings, log, passkeys } = dependencies;
  const { user } = owner;
  const read = await readChallenge(dependencies, credential.response.clientDataJSON, ceremonyOf(owner));
  if (!read.ok) return read;
  const changeId = changeIdOf(user, read.value);
  if (hasChanged(user, changeId)) return addedBefore(user, credential);
  const permitted = permitPasskey(user, clock.now());
  if (!permitted.ok) return permitted;
  const made = await passkeys.verifyNew(credential, expectedOf(settings, rpId, read.value));
  if (!made) return NO_CHALLENGE;
  const fixed = await fixDomain(dependencies, rpId);
  if (!fixed.ok) return fixed;
  const passkey = { ...made, name: name?.trim() ?? defaultName(made, caller.device), createdAt: clock.now() };
  const added = await write(dependencies, user, { changeId, passkey }, caller);
  if (!added.ok) return added;
  log.write('passkey_added', { user: user.id });
  return addedBefore(added.value, credential);
};

/** The notice of a repeat is that of its first try. */
const changeIdOf = ({ id }: User, { text, issuedAt }: ParsedCeremony): string =>
  eventId(issuedAt, id, 'passkey_added', hashCeremony(text));

const addedBefore = ({ passkeys = [] }: User, { id }: NewCredential): Outcome<Passkey> => {
  const passkey = passkeys.find((one) => one.id === id);
  return passkey ? accept(passkey) : refuse('already_used');
};

/** The first passkey fixes the domain of all. */
const fixDomain = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'log'>,
  rpId: string,
): Promise<Outcome<undefined>> => {
  const { store, clock } = dependencies;
  const [fixed] = await store.load([PASSKEY_DOMAIN_KEY]);
  if (fixed) return refuseOtherDomain(dependencies, fixed, rpId);
  const swap = await store.swap(PASSKEY_DOMAIN_KEY, 'absent', { domain: rpId, fixedAt: clock.now() });
  return swap.ok ? accept(undefined) : refuseOtherDomain(dependencies, swap.current, rpId);
};

interface Addition {
  readonly changeId: string;
  readonly passkey: NewPasskey & Pick<Passkey, 'name' | 'createdAt'>;
}

const write = async (
  dependencies: Pick<Ports, 'store' | 'clock' | 'settings'>,
  user: User,
  { changeId, passkey }: Addition,
  caller: Caller,
): Promise<Outcome<User>> => {
  const { store, clock } = dependencies;
  const ref = { kind: 'passkey_added', address: user.email, changeId } as const;
  const notice = await writeNotice(dependencies, ref, user, caller);
  if (!notice.ok) return notice;
  const added = await decideAndSwap(store, userKey(user.id), user, (seen) => {
    // The session ended meanwhile.
    if (seen?.epoch !== user.epoch || seen.email !== user.email) return refuse('unauthenticated');
    if (hasChanged(seen, changeId)) return accept(seen);
    const permitted = permitPasskey(seen, clock.now());
    if (!permitted.ok) return permitted;
    const { passkeys = [] } = seen;
    if (passkeys.some(({ id }) => id === passkey.id)) return NO_CHALLENGE;
    return accept({ ...addChange(seen, changeId, clock.now()), passkeys: [...passkeys, passkey] });
  });
  if (isFinal(added)) await withdraw(dependencies, ref, user);
  return added;
};
