// The routes for administrators, a part of the route table: one path for each act, so that policies of IAM can name acts.
import { AdminFindRequest } from '#schemas/admin.ts';
import { AdminUsersResponse } from '#schemas/admin-answers.ts';

/** API Gateway lets only identities of IAM through, and the function asks again. */
const ADMIN = { function: 'admin', isForAdmins: true } as const;

export const ADMIN_ROUTES = {
  'POST /admin/users/find': {
    ...ADMIN,
    summary: 'Find accounts by id or email address',
    request: AdminFindRequest,
    success: { status: 200, body: AdminUsersResponse },
    errors: [],
  },
} as const;
