// Reads all that decides about the messages to one address. No row of another address is read.
import { isReachableAt, type User } from '#domain/account/user.ts';
import { limitAddress } from '#domain/address.ts';
import type { Challenge } from '#domain/challenge/challenge.ts';
import { mailboxCounter } from '#domain/challenge/counters.ts';
import type { Deferral } from '#domain/delivery/deferral.ts';
import { domainOf, domainScope, inLastDay, isBroken, OVER_ALL, reputationKeys } from '#domain/delivery/reputation.ts';
import type { QuotaFigures } from '#domain/delivery/sending-quota.ts';
import { liveSuppression, type Suppression } from '#domain/delivery/suppression.ts';
import type { AccountSuppression } from '#domain/ports/delivery.ts';
import type { Ports } from '#domain/ports.ts';
import { type Channel, PURPOSES } from '#domain/purpose.ts';
import type { LogInAttempts } from '#domain/session/log-in-attempts.ts';
import type { LimitCounter } from '#domain/store.ts';
import {
  attemptsKey,
  challengeKey,
  deferralKey,
  emailClaimKey,
  noticeKey,
  QUOTA_KEY,
  suppressionKey,
  userKey,
} from '#domain/store-keys.ts';
import { noticeRefsOf } from '../look-up/notice-refs.ts';
import type { MessageRow } from './timeline.ts';

export interface Facts {
  /** The account that is reachable at the address. */
  readonly user?: User | undefined;
  readonly rows: readonly MessageRow[];
  /** Only one that stands. */
  readonly suppression?: Suppression | undefined;
  readonly accountSuppression?: AccountSuppression | undefined;
  readonly attempts?: LogInAttempts | undefined;
  readonly deferral?: Deferral | undefined;
  /** The mails of today to the mailbox. */
  readonly mailbox?: LimitCounter | undefined;
  readonly quota?: QuotaFigures | undefined;
  /** What the breaker holds: first mails to this domain, or all. */
  readonly held?: 'domain' | 'all' | undefined;
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'accountSuppressions'>;

export const readFacts = async (dependencies: Dependencies, channel: Channel, address: string): Promise<Facts> => {
  const { store, clock } = dependencies;
  const now = clock.now();
  const [suppression, ...challenges] = await store.load([
    suppressionKey(channel, address),
    ...PURPOSES.map((purpose) => challengeKey({ purpose, channel, address })),
  ]);
  const rows = PURPOSES.flatMap((mail, index): MessageRow[] => {
    const challenge: Challenge | undefined = challenges[index];
    return challenge ? [{ mail, challenge }] : [];
  });
  const common = { rows, suppression: liveSuppression(suppression, now) };
  return channel === 'email' ? { ...common, ...(await ofMailbox(dependencies, address, rows, now)) } : common;
};

const ofMailbox = async (
  { store, accountSuppressions }: Dependencies,
  address: string,
  rows: readonly MessageRow[],
  now: number,
): Promise<Partial<Facts> & Pick<Facts, 'rows'>> => {
  const domain = domainOf(address);
  const [claim, attempts, deferral, mailbox, quota] = await store.load([
    emailClaimKey(address),
    attemptsKey(limitAddress(address)),
    deferralKey(domain),
    mailboxCounter(limitAddress(address), now).key,
    QUOTA_KEY,
  ]);
  const [holder] = claim ? await store.load([userKey(claim.userId)]) : [];
  const [notices, held, accountSuppression] = await Promise.all([
    holder ? loadNotices(store, address, holder, attempts) : [],
    readHold(store, domain, now),
    accountSuppressions?.find(address),
  ]);
  const user = isReachableAt(claim, holder, address) ? holder : undefined;
  return { user, rows: [...rows, ...notices], attempts, deferral, mailbox, quota, held, accountSuppression };
};

const loadNotices = async (
  store: Ports['store'],
  address: string,
  user: User,
  attempts: LogInAttempts | undefined,
): Promise<readonly MessageRow[]> => {
  const refs = noticeRefsOf(user, address, attempts);
  const notices = refs.length > 0 ? await store.load(refs.map(noticeKey)) : [];
  return refs.flatMap(({ kind: mail }, index) => {
    const notice = notices[index];
    return notice ? [{ mail, notice }] : [];
  });
};

const readHold = async (store: Ports['store'], domain: string, now: number): Promise<Facts['held']> => {
  const scopes = [domainScope(domain), OVER_ALL];
  const counters = await store.load(
    scopes.flatMap((scope) => [...reputationKeys('bounced', scope, now), ...reputationKeys('sent', scope, now)]),
  );
  const broken = scopes.find((scope, index) => {
    const [bounced, bouncedBefore, sent, sentBefore] = counters.slice(4 * index);
    return isBroken(scope, inLastDay(sent, sentBefore, now), inLastDay(bounced, bouncedBefore, now));
  });
  if (!broken) return undefined;
  return broken.kind === 'domain' ? 'domain' : 'all';
};
