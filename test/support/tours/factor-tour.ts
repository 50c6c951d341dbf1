// The answers of the routes of the second factor.
import { askLogInLink, askReset, bearer, refresh } from '../account.ts';
import { asAdmin } from '../admin.ts';
import {
  appCode,
  type Enrolled,
  enrolledAccount,
  finish,
  logInByApp,
  nextStep,
  ticketFor,
  wrongAppCode,
} from '../second-factor.ts';
import { type Answer, freshNetwork, type TestService } from '../service.ts';
import { account, mailTo, PASSWORD } from '../sign-up.ts';

/** Of a service with second factors. */
export const driveSecondFactor = async (service: TestService): Promise<void> => {
  const { post } = service;
  const other = await account(service, 'one-factor@example.com');
  await ask(service, other.body, 'GET');
  await post('/me/second-factor/confirm', { enrolment: 'x', code: '123456' }, headersOf(other.body));
  const begun = await ask(service, other.body, 'POST', '/begin', { password: PASSWORD });
  const wrong = { enrolment: begun.body.enrolment, code: wrongAppCode(service, begun.body.secret) };
  await ask(service, other.body, 'POST', '/confirm', wrong);
  await ask(service, other.body, 'POST', '/begin');
  for (let count = 0; count < 6; count++) await ask(service, other.body, 'POST', '/begin', WRONG_PASSWORD);

  const owner = await enrolledAccount(service, TWO);
  const code = () => ({ code: appCode(service, owner.secret) });
  const wrongCode = () => ({ code: wrongAppCode(service, owner.secret) });
  await ask(service, owner, 'GET');
  await ask(service, owner, 'POST', '/begin', { password: PASSWORD });
  await ask(service, owner, 'POST', '/confirm', { enrolment: 'x', code: '123456' });
  const ticket = await ticketFor(service, TWO);
  await finish(service, 'x', { code: '123456' });
  await finish(service, ticket, wrongCode());
  await finish(service, ticket, code());
  await driveOtherWays(service, owner, code);

  const again = await logInByApp(service, MOVED, owner.secret, NEW_PASSWORD);
  const password = NEW_PASSWORD;
  for (const [method, path] of CHANGES) {
    await ask(service, again.body, method, path, code());
    await ask(service, again.body, method, path, { ...WRONG_PASSWORD, ...code() });
    await ask(service, again.body, method, path, { password, ...wrongCode() });
    nextStep(service);
    for (let count = 0; count < 5; count++) await ask(service, again.body, method, path, { password, ...wrongCode() });
    service.advance(HOUR_SECONDS);
    const later = (await refresh(service, again.body.refreshToken)).body;
    Object.assign(again.body, later);
    await ask(service, again.body, method, path, { password, ...code() });
    nextStep(service);
  }
  await ask(service, again.body, 'DELETE', '', { password, ...code() });
  const last = await enrolledAccount(service, 'guessed-at@example.com');
  const guessed = await ticketFor(service, 'guessed-at@example.com');
  for (let count = 0; count < 6; count++)
    await finish(service, guessed, { code: wrongAppCode(service, last.secret) }, `${freshNetwork()}.9`);
};

/** Of a service without: there is nothing of it. */
export const driveNoSecondFactor = async (service: TestService): Promise<void> => {
  const { body } = await account(service, 'one-factor@example.com');
  await finish(service, 'x', { code: '123456' });
  await ask(service, body, 'GET');
  await ask(service, body, 'POST', '/begin', { password: PASSWORD });
  await ask(service, body, 'POST', '/confirm', { enrolment: 'x', code: '123456' });
  for (const [method, path] of CHANGES) await ask(service, body, method, path, { code: '123456' });
};

const TWO = 'two-factors@example.com';
const MOVED = 'two-moved@example.com';
const NEW_PASSWORD = 'another horse battery';
const WRONG_PASSWORD = { password: 'a wrong password' };
const HOUR_SECONDS = 3600;
const CHANGES = [
  ['POST', '/recovery-codes'],
  ['DELETE', ''],
] as const;

const headersOf = ({ accessToken }: { readonly accessToken: string }) => ({ headers: bearer(accessToken) });

const ask = (
  { request }: TestService,
  owner: { readonly accessToken: string },
  method: string,
  path = '',
  body: object | undefined = method === 'GET' ? undefined : {},
): Promise<Answer> => request({ method, path: `/me/second-factor${path}`, ...headersOf(owner), ...(body && { body }) });

/** By mail, by a move, and by an invitation; each answers with a ticket. */
const driveOtherWays = async (service: TestService, owner: Enrolled, code: () => { readonly code: string }) => {
  const { post } = service;
  const { token } = await askLogInLink(service, TWO);
  await post('/login/link/confirm', { token });
  const reset = await askReset(service, TWO);
  const first = await post('/reset/confirm', { token: reset.token, password: PASSWORD });
  nextStep(service);
  const { body } = await finish(service, first.body.ticket, code());
  await post('/me/email', { newEmail: MOVED, password: PASSWORD }, headersOf(body));
  const mail = await mailTo(service, MOVED);
  await post('/me/email/confirm', { token: mail.token }, headersOf(body));
  const { userId } = owner;
  const reason = 'Ticket 1042';
  await asAdmin(service, '/admin/users/change-email', { userId, email: MOVED, reason });
  await asAdmin(service, '/admin/users/change-email', { userId, email: 'two-moved-on@example.com', reason });
  await asAdmin(service, '/admin/users/change-email', { userId, email: MOVED, reason });
  await asAdmin(service, '/admin/users/resend', { email: MOVED, mail: 'invitation', reason });
  const invitation = await mailTo(service, MOVED);
  await post('/invitation/confirm', { token: invitation.token, password: NEW_PASSWORD });
  nextStep(service);
};
