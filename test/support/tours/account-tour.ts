// Every answer that a client with an account can get: sessions, log-in and reset mails, changes of address, and one-time codes.
import { askLogInLink, askReset, bearer, logIn, refresh } from '../account.ts';
import { MARKETING, no, REQUIRED, TERMS, yes } from '../consents.ts';
import { anOwner, moveTo } from '../email-change.ts';
import type { TestService } from '../service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../sign-up.ts';
import { addForeign, disable } from '../standing.ts';
import { wrongCode } from '../wrong-code.ts';

interface Asked {
  readonly code: string;
  readonly token?: string;
  readonly continuation: string;
}

interface Challenge {
  readonly path: string;
  readonly headers?: () => Promise<Readonly<Record<string, string>>>;
  readonly ask: () => Promise<Asked>;
  /** The other fields sent with the code. */
  readonly rest?: object;
  readonly lifetimeSeconds: number;
  /** The body of the confirmation. */
  readonly bodyOf: (asked: Asked) => object;
}

/** Every answer of a confirmation; at the end its success, twice. */
const driveChallenge = async (service: TestService, challenge: Challenge): Promise<void> => {
  const { path, ask, rest = {}, bodyOf } = challenge;
  const post = async (body: object) => service.post(path, body, { headers: (await challenge.headers?.()) ?? {} });
  const first = await ask();
  await post({ code: first.code, ...rest });
  for (let guess = 0; guess < 6; guess++)
    await post({ code: wrongCode(first.code), continuation: first.continuation, ...rest });
  if (first.token) await post({ ...bodyOf(first), token: 'forged' });
  service.advance(challenge.lifetimeSeconds);
  await post(bodyOf(first));
  const second = await ask();
  await post(bodyOf(first));
  await post(bodyOf(second));
  await post(bodyOf(second));
};

export const driveSessions = async (service: TestService): Promise<void> => {
  const { post, request } = service;
  const email = 'owner@example.com';
  await account(service, email);
  await pendingSignUp(service, 'pending@example.com');
  await logIn(service, 'pending@example.com');
  const first = await logIn(service, email);
  const second = await logIn(service, email);
  await logIn(service, email);
  const headers = bearer(first.body.accessToken);
  await request({ method: 'GET', path: '/me/sessions', headers });
  await request({ method: 'GET', path: '/me/sessions?limit=0', headers });
  const [session] = (await request({ method: 'GET', path: '/me/sessions', headers })).body.sessions;
  await request({ method: 'DELETE', path: `/me/sessions/${session.id}`, headers, body: { password: PASSWORD } });
  await request({ method: 'DELETE', path: '/me/sessions/none', headers, body: { password: PASSWORD } });
  const rest = await logIn(service, email);
  await request({
    method: 'DELETE',
    path: '/me/sessions',
    headers: bearer(rest.body.accessToken),
    body: { refreshToken: rest.body.refreshToken },
  });
  await refresh(service, rest.body.refreshToken);
  await refresh(service, second.body.refreshToken);
  const last = await logIn(service, email);
  await post('/logout', { refreshToken: last.body.refreshToken });
  await post('/logout', {});
  await post('/logout/all', { refreshToken: last.body.refreshToken });
  await post('/logout/all', { refreshToken: (await logIn(service, email)).body.refreshToken });
  for (let guess = 0; guess < 6; guess++) await logIn(service, email, 'a wrong password');
};

export const driveProofs = async (service: TestService): Promise<void> => {
  const email = 'forgetful@example.com';
  const { loginSeconds, resetSeconds } = service.settings.lifetimes;
  await account(service, email);
  await driveChallenge(service, {
    path: '/login/link/confirm',
    ask: () => askLogInLink(service, email),
    lifetimeSeconds: loginSeconds,
    bodyOf: ({ token }) => ({ token }),
  });
  await driveChallenge(service, {
    path: '/reset/confirm',
    ask: () => askReset(service, email),
    rest: { password: PASSWORD },
    lifetimeSeconds: resetSeconds,
    bodyOf: ({ token }) => ({ token, password: PASSWORD }),
  });
  service.advance(61);
  const { token } = await askReset(service, email);
  await service.post('/reset', { email });
  await service.post('/reset/confirm', { token, password: 'short' });
  service.advance(61);
  await askLogInLink(service, email);
  await service.post('/login/link', { email });
};

export const driveAccount = async (service: TestService): Promise<void> => {
  const { post, request } = service;
  const owner = await account(service, 'careful@example.com');
  const headers = bearer(owner.body.accessToken);
  await request({ method: 'GET', path: '/me', headers });
  await request({ method: 'PATCH', path: '/me', headers, body: { locale: 'en', profile: { nickName: 'Minji' } } });
  await post('/me/password', { currentPassword: PASSWORD, newPassword: 'short' }, { headers });
  const newPassword = 'another horse battery';
  const changed = await post('/me/password', { currentPassword: PASSWORD, newPassword }, { headers });
  const next = { headers: bearer(changed.body.accessToken) };
  const withWrongPassword = async () => {
    await post('/me/password', { currentPassword: 'wrong', newPassword: PASSWORD }, next);
    await post('/me/email', { newEmail: 'new@example.com', password: 'wrong' }, next);
    await post('/me/phone', { phone: '010-1234-5678', password: 'wrong' }, next);
    for (const path of ['/me', '/me/sessions', '/me/sessions/none'])
      await request({ method: 'DELETE', path, body: { password: 'wrong' }, ...next });
    await post('/logout/all', { refreshToken: changed.body.refreshToken, password: 'wrong' });
  };
  const withoutProof = async () => {
    await post('/me/email', { newEmail: 'new@example.com' }, next);
    await post('/me/phone', { phone: '010-1234-5678' }, next);
    for (const path of ['/me', '/me/sessions', '/me/sessions/none'])
      await request({ method: 'DELETE', path, body: {}, ...next });
  };
  await post('/me/email', { newEmail: 'careful@example.com', password: newPassword }, next);
  await withoutProof();
  for (let round = 0; round < 5; round++) await withWrongPassword();
  service.advance(301);
  await post('/logout/all', { refreshToken: changed.body.refreshToken });

  const unlocked = await account(service, 'unlocked@example.com');
  const wrong = { password: 'wrong', refreshToken: unlocked.body.refreshToken };
  await post('/logout/all', wrong);
  const own = { headers: bearer(unlocked.body.accessToken), body: wrong };
  await request({ method: 'DELETE', path: '/me/sessions/none', ...own });

  const leaver = await account(service, 'leaver@example.com');
  const last = { headers: bearer(leaver.body.accessToken) };
  await request({ method: 'DELETE', path: '/me', body: { password: PASSWORD }, ...last });
};

/** What an account answers that an administrator disabled, although the password, the links and the codes are right. */
export const driveDisabled = async (service: TestService): Promise<void> => {
  const owner = await anOwner(service);
  const { address, undoToken } = await moveTo(service, owner);
  service.advance(61);
  const logInMail = await askLogInLink(service, address);
  const reset = await askReset(service, address);
  await disable(service, address);
  await logIn(service, address);
  await service.post('/login/link/confirm', { token: logInMail.token });
  await service.post('/reset/confirm', { token: reset.token, password: PASSWORD });
  await service.post('/email/undo', { token: undoToken });
};

/** An account without a password, whose owner logged in by a mail some time ago. */
export const driveFirstPassword = async (service: TestService): Promise<void> => {
  const email = 'imported@example.com';
  await addForeign(service, email, { isProven: true });
  const { token } = await askLogInLink(service, email);
  const { accessToken, refreshToken } = (await service.post('/login/link/confirm', { token })).body;
  service.advance(301);
  await service.post('/me/password', { newPassword: PASSWORD, refreshToken }, { headers: bearer(accessToken) });
};

/** For a service that asks for `CONSENTS`. */
export const driveConsents = async (service: TestService): Promise<void> => {
  const { post, request } = service;
  const signUp = { email: 'agreed@example.com', password: PASSWORD };
  await request({ method: 'GET', path: '/consents' });
  await post('/signup', signUp);
  await post('/signup', { ...signUp, consents: REQUIRED });
  const { token } = await mailTo(service, signUp.email);
  await post('/verify', { token, newPassword: PASSWORD });
  const owner = await post('/verify', { token, newPassword: PASSWORD, consents: REQUIRED });
  const headers = bearer(owner.body.accessToken);
  await request({ method: 'GET', path: '/me/consents', headers });
  for (const answer of [yes(MARKETING), no(MARKETING), no(TERMS)])
    await request({ method: 'PUT', path: '/me/consents', headers, body: { consents: [answer] } });
};

export const driveAddress = async (service: TestService): Promise<void> => {
  const { post } = service;
  const { emailChangeSeconds, phoneChangeSeconds, emailUndoSeconds } = service.settings.lifetimes;
  const owner = { email: 'first@example.com' };
  await account(service, owner.email);
  const headers = async () => bearer((await logIn(service, owner.email)).body.accessToken);
  const askChange = async (newEmail: string) => {
    const { body } = await post('/me/email', { newEmail, password: PASSWORD }, { headers: await headers() });
    const { token = '', code = '' } = await mailTo(service, newEmail);
    return { token, code, continuation: body.continuation };
  };
  await driveChallenge(service, {
    path: '/me/email/confirm',
    ask: () => askChange('second@example.com'),
    lifetimeSeconds: emailChangeSeconds,
    bodyOf: ({ token, continuation }) => ({ token, continuation }),
  });
  const undoFirst = (await mailTo(service, owner.email)).token;
  owner.email = 'second@example.com';
  const third = await askChange('third@example.com');
  await post('/me/email', { newEmail: 'third@example.com', password: PASSWORD }, { headers: await headers() });
  await post('/me/email/confirm', { token: third.token }, { headers: bearer('a.b.c') });
  await post('/me/email/confirm', { token: third.token, continuation: third.continuation });
  const undoSecond = (await mailTo(service, owner.email)).token;
  for (const token of ['forged', undoFirst, undoFirst, undoSecond]) await post('/email/undo', { token });
  owner.email = 'first@example.com';
  await post('/reset/confirm', { token: (await mailTo(service, owner.email)).token, password: PASSWORD });
  const taken = await askChange('taken@example.com');
  await account(service, 'taken@example.com');
  await post('/me/email/confirm', { token: taken.token, continuation: taken.continuation });
  await driveChallenge(service, {
    path: '/me/phone/confirm',
    headers,
    ask: async () => {
      const asked = await post(
        '/me/phone',
        { phone: '010-1234-5678', password: PASSWORD },
        { headers: await headers() },
      );
      await post('/me/phone', { phone: '010-1234-5678', password: PASSWORD }, { headers: await headers() });
      return { continuation: asked.body.continuation, code: await textedCode(service) };
    },
    lifetimeSeconds: phoneChangeSeconds,
    bodyOf: ({ code, continuation }) => ({ code, continuation }),
  });
  service.advance(emailUndoSeconds);
  await post('/email/undo', { token: undoFirst });
};

const textedCode = async (service: TestService): Promise<string> => {
  await service.deliver();
  return /\d{6}/.exec(service.texts.at(-1)?.body ?? '')?.[0] ?? '';
};

export const driveOtp = async (service: TestService): Promise<void> => {
  const { post, settings } = service;
  await service.request({ method: 'GET', path: '/.well-known/proof-jwks.json' });
  const request = { channel: 'sms', to: '010-1234-5678' };
  const asked = await post('/otp', request);
  if (asked.status !== 202) {
    await post('/otp/check', { code: '123456' });
    return;
  }
  service.advance(3600);
  await driveChallenge(service, {
    path: '/otp/check',
    ask: async () => {
      const { body } = await post('/otp', request);
      await post('/otp', request);
      return { continuation: body.continuation, code: await textedCode(service) };
    },
    lifetimeSeconds: settings.lifetimes.otpSmsSeconds,
    bodyOf: ({ code, continuation }) => ({ code, continuation }),
  });
};
