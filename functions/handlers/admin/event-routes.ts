// What administrators do with events.
import { accept } from '#domain/errors.ts';
import { json } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { replayEvent } from '#use-cases/audit/replay-event.ts';
import { type AdminDependencies, forAdmin } from './dependencies.ts';

export const createEventRoutes = (dependencies: AdminDependencies) => ({
  'POST /admin/events/replay': forAdmin<BodyOf<'POST /admin/events/replay'>>(async (call, { body }) => {
    const replayed = await replayEvent(dependencies, body, call);
    return replayed.ok ? accept(json(200, replayed.value)) : replayed;
  }),
});
