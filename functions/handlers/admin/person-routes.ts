// What administrators do for one person.
import { toAdminUser } from '#domain/account/admin-user.ts';
import type { User } from '#domain/account/user.ts';
import { accept, type Outcome } from '#domain/errors.ts';
import { json, type Reply } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { changeEmailOf } from '#use-cases/admin/change-email.ts';
import { createUser } from '#use-cases/admin/create-user.ts';
import { resendMail } from '#use-cases/admin/resend-mail.ts';
import { setMetadata } from '#use-cases/admin/set-metadata.ts';
import { type AdminDependencies, forAdmin } from './dependencies.ts';

export const createPersonRoutes = (dependencies: AdminDependencies) => {
  const { settings } = dependencies;
  const acted = (outcome: Outcome<User>): Outcome<Reply> =>
    outcome.ok ? accept(json(200, { user: toAdminUser(outcome.value, settings) })) : outcome;
  return {
    'POST /admin/users/create': forAdmin<BodyOf<'POST /admin/users/create'>>(
      async (call, { body: { reason: _noted, ...asked }, locale, idempotencyKey }) =>
        acted(await createUser(dependencies, { ...asked, locale, idempotencyKey }, call)),
    ),
    'POST /admin/users/resend': forAdmin<BodyOf<'POST /admin/users/resend'>>(async (call, { body }) => {
      const resent = await resendMail(dependencies, body, call);
      if (!resent.ok) return resent;
      const { expiresAt, user } = resent.value;
      const until = new Date(expiresAt).toISOString();
      return accept(json(200, { expiresAt: until, ...(user && { user: toAdminUser(user, settings) }) }));
    }),
    'POST /admin/users/set-metadata': forAdmin<BodyOf<'POST /admin/users/set-metadata'>>(async (call, { body }) =>
      acted(await setMetadata(dependencies, body, call)),
    ),
    'POST /admin/users/change-email': forAdmin<BodyOf<'POST /admin/users/change-email'>>(async (call, { body }) =>
      acted(await changeEmailOf(dependencies, body, call)),
    ),
  };
};
