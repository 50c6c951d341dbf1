// What administrators look up.
import { toAdminUser } from '#domain/account/admin-user.ts';
import { accept } from '#domain/errors.ts';
import { json } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { findUsers } from '#use-cases/admin/find-users.ts';
import { type AdminDependencies, forAdmin } from './dependencies.ts';

export const createLookUpRoutes = (dependencies: AdminDependencies) => ({
  'POST /admin/users/find': forAdmin<BodyOf<'POST /admin/users/find'>>(async (call, { body }) => {
    const found = await findUsers(dependencies, body, call);
    return found.ok
      ? accept(json(200, { users: found.value.map((user) => toAdminUser(user, dependencies.settings)) }))
      : found;
  }),
});
