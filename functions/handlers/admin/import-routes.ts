// The accounts of another service are taken over.
import { accept } from '#domain/errors.ts';
import { json } from '#http/reply.ts';
import type { BodyOf } from '#routes.ts';
import { importUsers } from '#use-cases/admin/import-users.ts';
import { type AdminDependencies, forAdmin } from './dependencies.ts';

export const createImportRoutes = (dependencies: AdminDependencies) => ({
  'POST /admin/import': forAdmin<BodyOf<'POST /admin/import'>>(async (call, { body }) => {
    const { users, dryRun: isDryRun = false } = body;
    const results = await importUsers(dependencies, { users, isDryRun }, call);
    return results.ok ? accept(json(200, { results: results.value })) : results;
  }),
});
