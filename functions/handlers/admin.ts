// The function for administrators. It serves no request without an identity of IAM, whatever API Gateway is set to.
import { accept, refuse } from '#domain/errors.ts';
import { createHttpHandler, type HttpHandler } from '#http/http-handler.ts';
import { readAdmin } from '#http/read-admin.ts';
import { adminDependencies } from '#runtime/aws/functions/admin.ts';
import { lazily } from '#runtime/lazily.ts';
import { createActRoutes } from './admin/act-routes.ts';
import { createDeliveryRoutes } from './admin/delivery-routes.ts';
import type { AdminDependencies } from './admin/dependencies.ts';
import { createEventRoutes } from './admin/event-routes.ts';
import { createImportRoutes } from './admin/import-routes.ts';
import { createLookUpRoutes } from './admin/look-up-routes.ts';
import { createPersonRoutes } from './admin/person-routes.ts';

export const createAdminHandler = (dependencies: AdminDependencies): HttpHandler =>
  createHttpHandler<'admin'>(
    dependencies,
    {
      ...createLookUpRoutes(dependencies),
      ...createImportRoutes(dependencies),
      ...createActRoutes(dependencies),
      ...createPersonRoutes(dependencies),
      ...createDeliveryRoutes(dependencies),
      ...createEventRoutes(dependencies),
    },
    { admit: (event) => (readAdmin(event) ? accept(undefined) : refuse('admin_required')) },
  );

export const handler = lazily(() => createAdminHandler(adminDependencies()));
