// Answers the question of every support desk: why did this person get no mail?
import { NO_ACCOUNT } from '#domain/audit/audit.ts';
import { suppressionEndsAt } from '#domain/delivery/suppression.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { OperatorWords } from '#domain/locale.ts';
import type { Ports } from '#domain/ports.ts';
import type { Channel } from '#domain/purpose.ts';
import { loadUser } from '../load-user.ts';
import { type AdminCall, noteAct } from '../note-act.ts';
import { type Recipient, readRecipient } from '../suppressions.ts';
import { adviseOn, adviseOnNumber } from './advice.ts';
import { readFacts } from './facts.ts';
import { type Limited, limitsOf } from './limits.ts';
import { sayEntry } from './sentences.ts';
import { type TimelineEntry, toTimeline } from './timeline.ts';

export type ExplainQuery = Recipient | { readonly userId: string };

export interface Explanation {
  readonly address: string;
  readonly timeline: readonly (TimelineEntry & { readonly sentence: OperatorWords })[];
  readonly suppressed?: { readonly reason: string; readonly at: number; readonly until?: number };
  /** What refuses a request now. */
  readonly limits: readonly Limited[];
  readonly advice: readonly OperatorWords[];
}

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'settings' | 'accountSuppressions'>;

/** It tells of no other address than the one that was asked for. */
export const explain = async (
  dependencies: Dependencies,
  query: ExplainQuery,
  call: AdminCall,
): Promise<Outcome<Explanation>> => {
  const { clock, settings } = dependencies;
  const asked = await readQuery(dependencies, query);
  if (!asked.ok) return asked;
  const { channel, address } = asked.value;
  const facts = await readFacts(dependencies, channel, address);
  await noteAct(dependencies, { ...call, userId: facts.user?.id ?? NO_ACCOUNT, what: 'admin.explain' });
  const now = clock.now();
  const timeline = toTimeline(facts.rows, now);
  const { suppression } = facts;
  const until = suppression && suppressionEndsAt(suppression);
  return accept({
    address,
    timeline: timeline.map((entry) => ({ ...entry, sentence: sayEntry(entry) })),
    ...(suppression && {
      suppressed: { reason: suppression.reason, at: suppression.at, ...(until !== undefined && { until }) },
    }),
    limits: limitsOf(facts, settings.limits, now),
    advice: channel === 'email' ? adviseOn(facts, timeline, now) : adviseOnNumber(facts, timeline),
  });
};

const readQuery = async (
  { store }: Dependencies,
  query: ExplainQuery,
): Promise<Outcome<{ readonly channel: Channel; readonly address: string }>> => {
  if ('userId' in query) {
    const user = await loadUser(store, query.userId);
    return user ? accept({ channel: 'email', address: user.email }) : refuse('not_found');
  }
  return readRecipient(query);
};
