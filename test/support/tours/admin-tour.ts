// The answers to administrators.
import { asAdmin } from '../admin.ts';
import type { TestService } from '../service.ts';
import { account } from '../sign-up.ts';

export const driveAdmin = async (service: TestService): Promise<void> => {
  const { body } = await account(service, 'administered@example.com');
  await asAdmin(service, '/admin/users/find', { userId: body.user.id });
};
