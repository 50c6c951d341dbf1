// Creates an account for a person: without a password, and with an address that nobody has proven yet.
import { createHash } from 'node:crypto';
import { checkMetadata, type Metadata } from '#domain/account/metadata.ts';
import { checkNewProfile } from '#domain/account/profile-fields.ts';
import { hasOwnWayIn, type Profile, type User } from '#domain/account/user.ts';
import { readEmail } from '#domain/address.ts';
import type { IdempotencyKey } from '#domain/challenge/idempotency.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Ports } from '#domain/ports.ts';
import { userKey } from '#domain/store-keys.ts';
import { abandonUser, foundAccount } from '../account/claim-address.ts';
import { newEpoch } from '../session/renew-user.ts';
import { type AdminCall, noteAct } from './note-act.ts';
import { requestMail } from './request-mail.ts';

export interface NewUser {
  readonly email: string;
  readonly locale: Locale;
  readonly profile?: Profile | undefined;
  readonly metadata?: unknown;
  /** Whether the person gets an invitation. Otherwise they ask for a mail themselves, when the team has told them. */
  readonly invite?: boolean | undefined;
  readonly idempotencyKey?: IdempotencyKey | undefined;
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>;

/**
 * The claim of the address is the commit point, as at a sign-up; the invitation follows. A repeat with the same idempotency key
 * has the same id, so it completes what its first try began. Nobody agrees to anything for the person: the page of the
 * invitation asks for the consents of a sign-up, and without one `consentsDue` names them after the first log-in.
 */
export const createUser = async (
  dependencies: Dependencies,
  request: NewUser,
  call: AdminCall,
): Promise<Outcome<User>> => {
  const { settings, ids } = dependencies;
  const email = readEmail(request.email, 'email');
  if (!email.ok) return email;
  const profile = checkNewProfile(settings.profileFields, request.profile ?? {});
  if (!profile.ok) return profile;
  const metadata = request.metadata === undefined ? undefined : checkMetadata(request.metadata);
  if (metadata?.ok === false) return metadata;
  const userId = idOf(email.value, request.idempotencyKey) ?? ids.next();
  const what = request.invite ? 'admin.invite' : 'admin.create';
  const actId = await noteAct(dependencies, { ...call, userId, what });
  const { locale } = request;
  const draft = { userId, actId, email: email.value, locale, profile: profile.value, metadata: metadata?.value };
  const created = await putUser(dependencies, draft);
  if (!created.ok) return created;
  return request.invite ? invite(dependencies, created.value, call) : created;
};

/** As long as that of a ULID. */
const ID_LENGTH = 26;

const idOf = (email: string, idempotencyKey: IdempotencyKey | undefined): string | undefined =>
  idempotencyKey &&
  createHash('sha256')
    .update(JSON.stringify([idempotencyKey.key, idempotencyKey.bodyHash, email]))
    .digest('hex')
    .slice(0, ID_LENGTH)
    .toUpperCase();

interface Creation {
  readonly userId: string;
  readonly actId: string;
  readonly email: string;
  readonly locale: Locale;
  readonly profile: Profile;
  readonly metadata: Metadata | undefined;
}

/** Without its claim the row is no account. */
const putUser = async (
  dependencies: Dependencies,
  { userId, actId, email, locale, profile, metadata }: Creation,
): Promise<Outcome<User>> => {
  const { store, clock, ids, random } = dependencies;
  const key = userKey(userId);
  const put = await store.swap(key, 'absent', {
    id: userId,
    email,
    locale,
    profile,
    ...(metadata && { metadata }),
    epoch: newEpoch(random),
    challengeFloor: ids.next(),
    createdAt: clock.now(),
    lastAct: actId,
  });
  const user = put.ok ? put.item : put.current;
  if (!user) return refuse('try_again');
  // A repeat whose account has moved to another address since: there is nothing left to do.
  if (user.email !== email) return accept(user);
  const claimed = await foundAccount(dependencies, email, user);
  if (claimed.ok) return accept(user);
  if (claimed.refusal.code === 'already_registered') await abandonUser(store, user);
  return claimed;
};

/** A repeat sends no second invitation, and none to a person who has begun to use the account. */
const invite = async (dependencies: Dependencies, user: User, call: AdminCall): Promise<Outcome<User>> => {
  if (user.emailVerifiedAt !== undefined || hasOwnWayIn(user) || user.disabled) return accept(user);
  const requested = await requestMail(dependencies, {
    purpose: 'invitation',
    address: user.email,
    user,
    network: call.by.network,
    onLive: 'leave',
  });
  return requested.ok ? accept(user) : requested;
};
