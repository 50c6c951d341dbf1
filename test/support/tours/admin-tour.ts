// The answers to administrators.
import { asAdmin } from '../admin.ts';
import type { TestService } from '../service.ts';
import { account } from '../sign-up.ts';

export const driveAdmin = async (service: TestService): Promise<void> => {
  const { body } = await account(service, 'administered@example.com');
  const userId: string = body.user.id;
  const reason = 'Ticket 1042';
  await asAdmin(service, '/admin/users/find', { userId });
  await asAdmin(service, '/admin/users/list', { limit: 1 });
  await asAdmin(service, '/admin/users/show', { userId });
  await asAdmin(service, '/admin/users/audit', { userId });
  for (const act of ['disable', 'enable', 'log-out', 'remove-second-factor', 'export', 'delete'])
    await asAdmin(service, `/admin/users/${act}`, { userId, reason });
  await service.tellAll();
  await asAdmin(service, '/admin/events/replay', { eventId: service.sent[0]?.id, reason });
};
