// What administrators look up.
import { toAdminUser } from '#domain/account/admin-user.ts';
import { accept } from '#domain/errors.ts';
import { json } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { beginAct } from '#use-cases/admin/begin-act.ts';
import { exportUser } from '#use-cases/admin/look-up/export-user.ts';
import { findUsers } from '#use-cases/admin/look-up/find-users.ts';
import { listUsers } from '#use-cases/admin/look-up/list-users.ts';
import { readAudit } from '#use-cases/admin/look-up/read-audit.ts';
import { challengesOf, isOpen, liveSessionsOf, suppressionsOf } from '#use-cases/admin/look-up/show-user.ts';
import { type AdminDependencies, forAdmin } from './dependencies.ts';
import { toAuditEntry, toShownChallenge, toShownConsent, toShownSession, toShownSuppression } from './views.ts';

export const createLookUpRoutes = (dependencies: AdminDependencies) => {
  const { settings, clock } = dependencies;
  return {
    'POST /admin/users/find': forAdmin<BodyOf<'POST /admin/users/find'>>(async (call, { body }) => {
      const found = await findUsers(dependencies, body, call);
      return found.ok ? accept(json(200, { users: found.value.map((user) => toAdminUser(user, settings)) })) : found;
    }),
    'POST /admin/users/list': forAdmin<BodyOf<'POST /admin/users/list'>>(async (call, { body }) => {
      const { users, ...page } = await listUsers(dependencies, body, call);
      return accept(json(200, { users: users.map((user) => toAdminUser(user, settings)), ...page }));
    }),
    'POST /admin/users/show': forAdmin<BodyOf<'POST /admin/users/show'>>(async (call, { body: { userId } }) => {
      const begun = await beginAct(dependencies, { userId, what: 'admin.show' }, call);
      if (!begun.ok) return begun;
      const { user } = begun.value;
      const [sessions, suppressed, challenges] = await Promise.all([
        liveSessionsOf(dependencies, user),
        suppressionsOf(dependencies, user),
        challengesOf(dependencies, user),
      ]);
      const open = challenges.filter(({ challenge }) => isOpen(challenge, clock.now()));
      return accept(
        json(200, {
          user: toAdminUser(user, settings),
          sessions: sessions.map(toShownSession),
          consents: (user.consents ?? []).map(toShownConsent),
          suppressed: suppressed.map(toShownSuppression),
          challenges: open.map(toShownChallenge),
        }),
      );
    }),
    'POST /admin/users/audit': forAdmin<BodyOf<'POST /admin/users/audit'>>(async (call, { body }) => {
      const { entries, ...page } = await readAudit(dependencies, body, call);
      return accept(json(200, { entries: entries.map(toAuditEntry), ...page }));
    }),
    'POST /admin/users/export': forAdmin<BodyOf<'POST /admin/users/export'>>(async (call, { body: { userId } }) => {
      const begun = await beginAct(dependencies, { userId, what: 'admin.export' }, call);
      return begun.ok ? accept(json(200, await exportUser(dependencies, begun.value.user))) : begun;
    }),
  };
};
