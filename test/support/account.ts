// The requests of an account's owner, as a client sends them to the test service.
import type { Answer, TestService } from './service.ts';
import { mailTo, PASSWORD } from './sign-up.ts';

/** The headers that carry an access token. */
export const bearer = (accessToken: string) => ({ authorization: `Bearer ${accessToken}` });

/** Refusals are answers too: nothing is thrown. `ip`: a client other than the service's own. */
export const logIn = (service: TestService, address: string, password = PASSWORD, ip?: string): Promise<Answer> =>
  service.post('/login', { email: address, password }, { ...(ip && { ip }) });

/** The account that the access token gives access to, or the refusal. */
export const me = (service: TestService, accessToken: string): Promise<Answer> =>
  service.request({ method: 'GET', path: '/me', headers: bearer(accessToken) });

/** Ends every other session. `proof` is the password or the refresh token. */
export const endOthers = (
  service: TestService,
  accessToken: string,
  proof: Readonly<Record<string, unknown>> = { password: PASSWORD },
): Promise<Answer> =>
  service.request({ method: 'DELETE', path: '/me/sessions', headers: bearer(accessToken), body: proof });

export const refresh = (service: TestService, refreshToken: string): Promise<Answer> =>
  service.post('/token/refresh', { refreshToken });

/** What the tokens of a session give access to (the account, the next tokens), or the refusals. Refreshes the session if it is live. */
export const tryTokens = async (
  service: TestService,
  { accessToken, refreshToken }: { readonly accessToken: string; readonly refreshToken: string },
) => {
  const shown = await me(service, accessToken);
  const refreshed = await refresh(service, refreshToken);
  return { access: shown.body.code ?? shown.status, refresh: refreshed.body.code ?? refreshed.status };
};

export const LIVE_SESSION = { access: 200, refresh: 200 };
export const ENDED_SESSION = { access: 'unauthenticated', refresh: 'session_ended' };

export interface AskedMail {
  readonly continuation: string;
  readonly token: string;
  readonly code: string;
}

/** Asks for a reset; returns its mail as it arrived. */
export const askReset = (service: TestService, address: string): Promise<AskedMail> =>
  askMail(service, '/reset', address);

/** Asks for a log-in link; returns its mail as it arrived. */
export const askLogInLink = (service: TestService, address: string): Promise<AskedMail> =>
  askMail(service, '/login/link', address);

const askMail = async (service: TestService, path: string, address: string): Promise<AskedMail> => {
  const asked = await service.post(path, { email: address });
  if (asked.status !== 202) throw new Error(`${path} answered ${asked.status} ${asked.text}`);
  await service.deliver();
  // A notice may have been sent too, before or after.
  const { token, code } = service.mails.findLast((mail) => mail.to === address && mail.token && mail.code) ?? {};
  if (!token || !code) throw new Error('no mail with a link and a code');
  return { continuation: asked.body.continuation, token, code };
};

/** The whole email change, confirmed by the link of the mail. */
export const changeEmail = async (
  service: TestService,
  accessToken: string,
  newEmail: string,
  password = PASSWORD,
): Promise<Answer> => {
  const headers = bearer(accessToken);
  await service.post('/me/email', { newEmail, password }, { headers });
  const { token } = await mailTo(service, newEmail);
  return service.post('/me/email/confirm', { token }, { headers });
};
