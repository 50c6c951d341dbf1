// The second factor as its owner uses it: an app that knows the secret, and recovery codes on paper.
import { generateSync } from 'otplib';
import { bearer, logIn } from './account.ts';
import type { Answer, TestService } from './service.ts';
import { account, PASSWORD } from './sign-up.ts';

const STEP_SECONDS = 30;

export const SECOND_FACTOR = { secondFactor: 'optional' } as const;

/** What the app shows for the secret, `steps` later. It is another library than ours. */
export const appCode = (service: TestService, secret: string, steps = 0): string =>
  generateSync({ secret, epoch: Math.floor(service.clock.time / 1000) + steps * STEP_SECONDS });

/** Some digits that are no code around now. */
export const wrongAppCode = (service: TestService, secret: string): string => {
  const right = [-1, 0, 1].map((steps) => appCode(service, secret, steps));
  return ['000000', '111111', '222222', '333333'].find((code) => !right.includes(code)) ?? '';
};

/** Until the app shows another code. */
export const nextStep = (service: TestService): void => service.advance(STEP_SECONDS);

export interface Enrolled {
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly userId: string;
}

/** Turns it on in the session of these tokens. */
export const enrol = async (
  service: TestService,
  tokens: { readonly accessToken: string; readonly refreshToken: string },
): Promise<Enrolled> => {
  const headers = bearer(tokens.accessToken);
  const begun = await service.post('/me/second-factor/begin', { refreshToken: tokens.refreshToken }, { headers });
  if (begun.status !== 200) throw new Error(`begin answered ${begun.status} ${begun.text}`);
  const { secret, enrolment } = begun.body;
  const code = appCode(service, secret);
  const confirmed = await service.post('/me/second-factor/confirm', { enrolment, code }, { headers });
  if (confirmed.status !== 200) throw new Error(`confirm answered ${confirmed.status} ${confirmed.text}`);
  const { recoveryCodes, accessToken, user } = confirmed.body;
  // The code of this step is used.
  nextStep(service);
  return { secret, recoveryCodes, accessToken, refreshToken: tokens.refreshToken, userId: user.id };
};

/** A new account with a second factor. */
export const enrolledAccount = async (service: TestService, address: string): Promise<Enrolled> => {
  const { body } = await account(service, address);
  return enrol(service, body);
};

/** The ticket of a log-in with the password. */
export const ticketFor = async (
  service: TestService,
  address: string,
  { ip, password = PASSWORD }: { readonly ip?: string; readonly password?: string } = {},
): Promise<string> => {
  const { status, body } = await logIn(service, address, password, ip);
  if (status !== 401 || body.code !== 'second_factor_required')
    throw new Error(`log-in answered ${status} ${body.code}`);
  return body.ticket;
};

export const finish = (
  service: TestService,
  ticket: string,
  proof: Readonly<Record<string, unknown>>,
  ip?: string,
): Promise<Answer> => service.post('/login/second-factor', { ticket, ...proof }, { ...(ip && { ip }) });

/** Log-in with password and app. */
export const logInByApp = async (
  service: TestService,
  address: string,
  secret: string,
  password = PASSWORD,
): Promise<Answer> => {
  const ticket = await ticketFor(service, address, { password });
  return finish(service, ticket, { code: appCode(service, secret) });
};

/** The claims of a token, as anybody reads them. */
export const claimsIn = (token: string): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
