// What administrators ask about the messages to an address, and how they stop and start them.
import { accept, type Outcome } from '#domain/errors.ts';
import { json, type Reply } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { type Explanation, explain } from '#use-cases/admin/explain/explain.ts';
import { liftSuppression, suppressAddress } from '#use-cases/admin/suppressions.ts';
import { type AdminDependencies, forAdmin } from './dependencies.ts';

export const createDeliveryRoutes = (dependencies: AdminDependencies) => ({
  'POST /admin/users/explain': forAdmin<BodyOf<'POST /admin/users/explain'>>(async (call, { body }) => {
    const explained = await explain(dependencies, body, call);
    return explained.ok ? accept(json(200, toAnswer(explained.value))) : explained;
  }),
  'POST /admin/suppressions/lift': forAdmin<BodyOf<'POST /admin/suppressions/lift'>>(async (call, { body }) =>
    answered(await liftSuppression(dependencies, body, call)),
  ),
  'POST /admin/suppressions/set': forAdmin<BodyOf<'POST /admin/suppressions/set'>>(async (call, { body }) =>
    answered(await suppressAddress(dependencies, body, call)),
  ),
});

const answered = (outcome: Outcome<object>): Outcome<Reply> =>
  outcome.ok ? accept(json(200, outcome.value)) : outcome;

const isoOf = (milliseconds: number): string => new Date(milliseconds).toISOString();

const toAnswer = ({ address, timeline, suppressed, limits, advice }: Explanation) => ({
  address,
  timeline: timeline.map(({ at, mail, status, reason, sentence }) => ({
    at: isoOf(at),
    mail,
    status,
    ...(reason && { reason }),
    sentence,
  })),
  ...(suppressed && {
    suppressed: {
      reason: suppressed.reason,
      at: isoOf(suppressed.at),
      ...(suppressed.until !== undefined && { until: isoOf(suppressed.until) }),
    },
  }),
  limits: limits.map(({ until, sentence }) => ({ until: isoOf(until), sentence })),
  advice,
});
