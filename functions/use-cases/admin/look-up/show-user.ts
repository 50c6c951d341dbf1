// What there is of one account: its live sessions, its consents, and the messages on their way.
import type { User } from '#domain/account/user.ts';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { liveSuppression, type Suppression } from '#domain/delivery/suppression.ts';
import type { Ports } from '#domain/ports.ts';
import { type ChallengeRef, type Channel, PURPOSES } from '#domain/purpose.ts';
import { isLive, type Session } from '#domain/session/session.ts';
import { challengeKey, sessionKey, suppressionKey } from '#domain/store-keys.ts';

type Dependencies = Pick<Ports, 'store' | 'clock'>;

export interface SuppressedAddress {
  readonly channel: Channel;
  readonly address: string;
  readonly suppression: Suppression;
}

const SESSIONS_SHOWN = 50;

/** The newest ones. */
export const liveSessionsOf = async ({ store, clock }: Dependencies, user: User) => {
  const ids = await store.sessionsOf(user.id, { limit: SESSIONS_SHOWN });
  const rows = ids.length > 0 ? await store.load(ids.map(sessionKey), 'eventual') : [];
  return ids.flatMap((id, index): { readonly id: string; readonly session: Session }[] => {
    const session = rows[index];
    return isLive(session, user, clock.now()) ? [{ id, session }] : [];
  });
};

const placesOf = ({ email, phone }: User): readonly (readonly [Channel, string])[] => [
  ['email', email],
  ...(phone === undefined ? [] : ([['sms', phone]] as const)),
];

/** Those that stand. */
export const suppressionsOf = async (
  { store, clock }: Dependencies,
  user: User,
): Promise<readonly SuppressedAddress[]> => {
  const places = placesOf(user);
  const rows = await store.load(places.map(([channel, address]) => suppressionKey(channel, address)));
  return places.flatMap(([channel, address], index) => {
    const suppression = liveSuppression(rows[index], clock.now());
    return suppression ? [{ channel, address, suppression }] : [];
  });
};

export interface AddressedChallenge {
  readonly ref: ChallengeRef;
  readonly challenge: Challenge;
}

/** Each row of a link or code for an address of the account. Its address may have had them before the account did. */
export const challengesOf = async ({ store }: Dependencies, user: User): Promise<readonly AddressedChallenge[]> => {
  const refs = placesOf(user).flatMap(([channel, address]) =>
    PURPOSES.map((purpose): ChallengeRef => ({ purpose, channel, address })),
  );
  const rows = await store.load(refs.map(challengeKey));
  return refs.flatMap((ref, index) => {
    const challenge = rows[index];
    return challenge ? [{ ref, challenge }] : [];
  });
};

export const isOpen = ({ usedAt, expiresAt }: Challenge, now: number): boolean =>
  usedAt === undefined && now < expiresAt;
