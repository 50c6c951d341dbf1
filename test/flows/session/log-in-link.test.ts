// Logging in by a mailed link or code over a real database: it works once, only for the owner of the mailbox, and no stranger can invalidate it.
import { describe, expect, it } from 'vitest';
import { challengeKey } from '#domain/store-keys.ts';
import { askLogInLink, bearer, changeEmail, me } from '../../support/account.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, freshNetwork, type TestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const aService = () => createTestService({ store: createTestStore() });

const anAccount = async () => {
  const service = aService();
  const address = freshAddress();
  const owner = await account(service, address);
  const confirm = (body: object) => service.post('/login/link/confirm', body);
  return { service, address, owner, confirm };
};

/** The parts of an answer that an observer could compare. */
const shapeOf = ({ status, headers, cookies, body }: Answer) => ({
  status,
  headers,
  cookies,
  body: { ...body, address: typeof body.address, continuation: typeof body.continuation },
});

/** Sends wrong codes one after the other, and returns the answers. */
const guess = async (service: TestService, times: number, { code, continuation }: Record<string, string>) => {
  const answers: string[] = [];
  for (let count = 0; count < times; count++) {
    const { body } = await service.post('/login/link/confirm', { code: wrongCode(code ?? ''), continuation });
    answers.push(body.reason ?? `${body.code} ${body.attemptsLeft}`);
  }
  return answers;
};

describe('a log-in mail', () => {
  it('is answered with its times and a continuation, and nothing else', async () => {
    const { service, address } = await anAccount();
    const answer = await service.post('/login/link', { email: address });
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({
      status: 'sent',
      address,
      expiresInSeconds: 600,
      resendInSeconds: 60,
      continuation: expect.stringMatching(/^[\w-]+\.[\w-]{22}$/),
    });
  });

  it('logs in once by its link, which needs nothing else', async () => {
    const { service, address, owner, confirm } = await anAccount();
    const { token } = await askLogInLink(service, address);
    const answer = await confirm({ token });
    expect(answer).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user: owner.body.user } });
    expect((await me(service, answer.body.accessToken)).status).toBe(200);
    expect(await confirm({ token })).toMatchObject({ status: 410, body: { code: 'already_used' } });
  });

  it('logs in one of 20 parallel requests with its link', async () => {
    const { service, address, confirm } = await anAccount();
    const { token } = await askLogInLink(service, address);
    const answers = await Promise.all(Array.from({ length: 20 }, () => confirm({ token })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.every(({ status }) => [200, 409, 410].includes(status))).toBe(true);
  });

  it('logs in once by its code of 8 digits, for the client that asked', async () => {
    const { service, address, confirm } = await anAccount();
    const { code, continuation, token } = await askLogInLink(service, address);
    expect(code).toMatch(/^\d{8}$/);
    expect(await confirm({ code, continuation })).toMatchObject({ status: 200, body: { user: { email: address } } });
    for (const again of [{ code, continuation }, { token }]) {
      expect((await confirm(again)).body.code).toBe('already_used');
    }
  });

  it('expires after 10 minutes', async () => {
    const { service, address, confirm } = await anAccount();
    const { code, continuation, token } = await askLogInLink(service, address);
    service.advance(600);
    for (const late of [{ code, continuation }, { token }]) expect((await confirm(late)).body.code).toBe('expired');
  });

  it('refuses its code without the continuation, or with a foreign one: nothing is compared or counted', async () => {
    const { service, address, confirm } = await anAccount();
    const { code, continuation } = await askLogInLink(service, address);
    const before = await service.loadChallenge(address, 'login');
    const forged = `${continuation.split('.')[0]}.${Buffer.alloc(16).toString('base64url')}`;
    service.operations.splice(0);
    for (const foreign of [undefined, 'nonsense', forged, `${continuation}x`]) {
      const answer = await confirm({ code, ...(foreign !== undefined && { continuation: foreign }) });
      expect(answer).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    }
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual([]);
    expect(await service.loadChallenge(address, 'login')).toEqual(before);
  });
});

describe('wrong codes', () => {
  it('lock the code after five, never the link', async () => {
    const { service, address, confirm } = await anAccount();
    const asked = await askLogInLink(service, address);
    expect(await guess(service, 6, { ...asked })).toEqual([
      ...[4, 3, 2, 1, 0].map((left) => `code_mismatch ${left}`),
      'code_locked',
    ]);
    const { code, continuation, token } = asked;
    expect(await confirm({ code, continuation })).toMatchObject({ status: 429, body: { reason: 'code_locked' } });
    expect((await confirm({ token })).status).toBe(200);
  });

  it('are ten a day over all mails to an address; links still work', async () => {
    const { service, address, confirm } = await anAccount();
    for (let mail = 0; mail < 2; mail++) {
      const answers = await guess(service, 5, { ...(await askLogInLink(service, address)) });
      expect(answers.at(-1)).toBe('code_mismatch 0');
      service.advance(601);
    }
    const { code, continuation, token } = await askLogInLink(service, address);
    expect((await confirm({ code, continuation })).body.reason).toBe('code_locked');
    expect((await confirm({ token })).status).toBe(200);
    service.advance(24 * 3600);
    const tomorrow = await askLogInLink(service, address);
    expect((await confirm({ code: tomorrow.code, continuation: tomorrow.continuation })).status).toBe(200);
  });
});

describe('asking for a log-in mail', () => {
  it('for an unknown address answers and works the same, and nothing is sent', async () => {
    const { service, address: known } = await anAccount();
    const unknown = freshAddress();
    const record = async (email: string) => {
      service.operations.splice(0);
      const shape = shapeOf(await service.post('/login/link', { email }));
      return { shape, operations: [...service.operations] };
    };
    const [ofKnown, ofUnknown] = [await record(known), await record(unknown)];
    expect(ofKnown.shape).toMatchObject({ status: 202, body: { continuation: 'string' } });
    expect(ofUnknown).toEqual(ofKnown);
    await service.deliver();
    expect(service.mails.filter(({ to }) => to === unknown)).toEqual([]);
    const challenge = await service.loadChallenge(unknown, 'login');
    expect(challenge?.delivery).toMatchObject({ status: 'skipped', reason: 'nothing_to_open' });
  });

  it('for an address that has only begun to sign up sends the mail of the sign-up again', async () => {
    const service = aService();
    const { address, token, code, continuation } = await pendingSignUp(service, freshAddress());
    const asked = await askLogInLink(service, address);
    expect([asked.token, asked.code]).toEqual([token, code]);
    expect(service.mails.filter(({ to }) => to === address)).toHaveLength(2);
    expect((await service.post('/verify', { token: asked.token, continuation })).status).toBe(200);
  });

  it('while one is live sends that one again for any client: a stranger can neither replace nor use it', async () => {
    const { service, address, confirm } = await anAccount();
    const owner = await askLogInLink(service, address);
    const ask = () => service.post('/login/link', { email: address }, { ip: `${freshNetwork()}.1` });
    expect((await ask()).body.reason).toBe('cool_down');
    service.advance(61);
    const stranger = await ask();
    expect(stranger.status).toBe(202);
    const mail = await mailTo(service, address);
    expect(service.mails.filter(({ tags }) => tags.purpose === 'login')).toHaveLength(2);
    expect([mail.token, mail.code]).toEqual([owner.token, owner.code]);
    expect(stranger.body.continuation).not.toBe(owner.continuation);
    const { code, continuation } = owner;
    expect((await confirm({ code, continuation: stranger.body.continuation })).body.code).toBe('continuation_required');
    expect((await confirm({ code, continuation })).status).toBe(200);
  });

  it('with the continuation of a live one keeps that continuation', async () => {
    const { service, address, confirm } = await anAccount();
    const { code, continuation } = await askLogInLink(service, address);
    service.advance(61);
    const again = await service.post('/login/link', { email: address, continuation });
    expect(again).toMatchObject({ status: 202, body: { continuation } });
    expect((await confirm({ code, continuation })).status).toBe(200);
  });
});

describe('a log-in mail requested before', () => {
  /** Resolves to the address of the account afterwards, and the answer to its code: a right code without an account counts as wrong. */
  type Change = (service: TestService, address: string, owner: Answer['body']) => Promise<readonly [string, string]>;
  const changePassword: Change = async (service, address, { accessToken }) => {
    const change = { currentPassword: PASSWORD, newPassword: 'another password' };
    expect((await service.post('/me/password', change, { headers: bearer(accessToken) })).status).toBe(200);
    return [address, 'superseded'];
  };
  const changes: Readonly<Record<string, Change>> = {
    'a password change': changePassword,
    'an email change': async (service, _address, { accessToken }) => {
      const newEmail = freshAddress();
      expect((await changeEmail(service, accessToken, newEmail)).status).toBe(200);
      return [newEmail, 'code_mismatch'];
    },
  };
  for (const [name, change] of Object.entries(changes)) {
    it(`${name} no longer works by link or code, and a new one does`, async () => {
      const { service, address, owner, confirm } = await anAccount();
      const { token, code, continuation } = await askLogInLink(service, address);
      const [addressNow, codeIs] = await change(service, address, owner.body);
      expect(await confirm({ token })).toMatchObject({ status: 410, body: { code: 'superseded' } });
      expect((await confirm({ code, continuation })).body.code).toBe(codeIs);
      service.advance(61);
      const after = await askLogInLink(service, addressNow);
      expect(after.token).not.toBe(token);
      expect((await confirm({ token: after.token })).status).toBe(200);
    });
  }

  it('a password change is dead even if only the row of the account could be written', async () => {
    const { service, address, owner, confirm } = await anAccount();
    const { token, code, continuation } = await askLogInLink(service, address);
    const before = await service.loadChallenge(address, 'login');
    await changePassword(service, address, owner.body);
    const after = await service.loadChallenge(address, 'login');
    if (!before || !after) throw new Error('there is no challenge');
    await service.store.swap(challengeKey({ purpose: 'login', channel: 'email', address }), after, before);
    for (const dead of [{ token }, { code, continuation }]) {
      expect(await confirm(dead)).toMatchObject({ status: 410, body: { code: 'superseded' } });
    }
  });
});
