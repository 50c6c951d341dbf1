// What administrators do with one account.
import { toAdminUser } from '#domain/account/admin-user.ts';
import type { User } from '#domain/account/user.ts';
import type { AdminAct } from '#domain/audit/event-types.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import { json } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { type BegunAct, beginAct } from '#use-cases/admin/begin-act.ts';
import { deleteUser } from '#use-cases/admin/delete-user.ts';
import { disableUser } from '#use-cases/admin/disable-user.ts';
import { enableUser } from '#use-cases/admin/enable-user.ts';
import { logOutUser } from '#use-cases/admin/log-out-user.ts';
import { removeSecondFactor } from '#use-cases/admin/remove-second-factor.ts';
import { type AdminDependencies, forAdmin } from './dependencies.ts';

type ActBody = BodyOf<'POST /admin/users/disable'>;

export const createActRoutes = (dependencies: AdminDependencies) => {
  const changing = (act: AdminAct, change: (begun: BegunAct) => Promise<Outcome<User>>) =>
    forAdmin<ActBody>(async (call, { body: { userId } }) => {
      const begun = await beginAct(dependencies, { userId, what: `admin.${act}` }, call);
      const changed = begun.ok ? await change(begun.value) : begun;
      return changed.ok ? accept(json(200, { user: toAdminUser(changed.value, dependencies.settings) })) : changed;
    });
  return {
    'POST /admin/users/disable': changing('disable', ({ user, actId }) => disableUser(dependencies, user.id, actId)),
    'POST /admin/users/enable': changing('enable', ({ user, actId }) => enableUser(dependencies, user.id, actId)),
    'POST /admin/users/log-out': changing('log_out', (begun) => logOutUser(dependencies, begun)),
    'POST /admin/users/remove-second-factor': changing('remove_second_factor', (begun) =>
      removeSecondFactor(dependencies, begun),
    ),
    'POST /admin/users/delete': forAdmin<ActBody>(async (call, { body: { userId } }) => {
      const begun = await beginAct(dependencies, { userId, what: 'admin.delete' }, call);
      const deleted = begun.ok ? await deleteUser(dependencies, begun.value) : begun;
      return deleted.ok ? accept(json(200, { status: 'deleted' })) : deleted;
    }),
  };
};
