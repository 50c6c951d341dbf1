// What administrators do for people, and the invitations that follow.
import { askReset } from '../account.ts';
import { asAdmin } from '../admin.ts';
import { CONSENTS, REQUIRED } from '../consents.ts';
import { createTestService, type TestService } from '../service.ts';
import { account, mailTo, PASSWORD } from '../sign-up.ts';
import { disable } from '../standing.ts';

const REASON = { reason: 'Ticket 1042' };
const OWNER = 'owner@example.com';
const INVITED = 'invited@example.com';

export const driveAdminActs = async (service: TestService): Promise<void> => {
  const act = (path: string, body: object) => asAdmin(service, `/admin/${path}`, { ...body, ...REASON });
  const resend = (email: string, mail: string) => act('users/resend', { email, mail });
  const { body } = await account(service, OWNER);
  const userId: string = body.user.id;
  await act('users/create', { email: INVITED, invite: true });
  await act('users/create', { email: OWNER });
  await resend(INVITED, 'invitation');
  await resend(OWNER, 'invitation');
  await resend(OWNER, 'signup');
  await resend('nobody@example.com', 'reset');
  for (const id of [userId, 'nobody']) {
    await act('users/set-metadata', { userId: id, metadata: { plan: 'pro' } });
    await act('users/explain', { userId: id });
  }
  await act('suppressions/set', { email: OWNER });
  await resend(OWNER, 'reset');
  await act('suppressions/lift', { email: OWNER });
  for (const email of [OWNER, INVITED, 'moved@example.com']) await act('users/change-email', { userId, email });
  await act('users/change-email', { userId: 'nobody', email: OWNER });
  await disable(service, 'moved@example.com');
  await resend('moved@example.com', 'reset');
  await act('users/change-email', { userId, email: OWNER });
  await acceptInvitations(service);
};

const acceptInvitations = async (service: TestService): Promise<void> => {
  const accept = (token: string | undefined, body: object = {}) =>
    service.post('/invitation/confirm', { token, password: PASSWORD, ...body });
  const { token } = await mailTo(service, INVITED);
  await accept('no token');
  await accept(token, { password: 'short' });
  await accept(token);
  await accept(token);
  await askAgain(service, 'disabled@example.com');
  const unused = await mailTo(service, 'disabled@example.com');
  await disable(service, 'disabled@example.com');
  await accept(unused.token);
  await askAgain(service, 'late@example.com');
  const late = await mailTo(service, 'late@example.com');
  const reset = await askReset(service, 'late@example.com');
  await service.post('/reset/confirm', { token: reset.token, password: PASSWORD });
  await accept(late.token);
  service.advance(3 * service.settings.lifetimes.invitationSeconds);
  await accept(late.token);
};

const askAgain = (service: TestService, email: string) =>
  asAdmin(service, '/admin/users/create', { email, invite: true, ...REASON });

/** Where people are asked to agree. `observe` records the answers of a service. */
export const driveInvitedConsents = async (observe: (service: TestService) => TestService): Promise<void> => {
  const service = observe(createTestService({ settings: { consents: CONSENTS } }));
  await askAgain(service, INVITED);
  const { token } = await mailTo(service, INVITED);
  for (const consents of [[], REQUIRED])
    await service.post('/invitation/confirm', { token, password: PASSWORD, consents });
};
