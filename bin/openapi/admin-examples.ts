// Examples of what administrators send and get.
import type { ADMIN_ROUTES } from '../../functions/admin-routes.ts';
import { EMAIL, USER } from './example-values.ts';

const REASON = { reason: 'Ticket 1042' };

export const ADMIN_REQUEST_EXAMPLES = {
  'POST /admin/users/find': {
    byEmail: { email: EMAIL, ...REASON },
    byId: { userId: USER.id },
  },
} as const satisfies Readonly<Record<keyof typeof ADMIN_ROUTES, object>>;

const { id, ...ACCOUNT } = USER;
const ADMIN_USER = {
  userId: id,
  ...ACCOUNT,
  disabled: false,
  hasPassword: true,
  createdAt: '2026-11-21T08:30:00.000Z',
};

export const ADMIN_SUCCESS_EXAMPLES = {
  AdminUsers: { summary: 'One account', value: { users: [ADMIN_USER] } },
  'AdminUsers.none': { summary: 'No account', value: { users: [] } },
};
