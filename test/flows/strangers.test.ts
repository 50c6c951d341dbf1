// Strangers who know only the address, over a real database: they use up no code, invalidate no link, and do not learn of an account.
import { describe, expect, it } from 'vitest';
import { sealLinkToken } from '#domain/challenge/link-token.ts';
import { PURPOSES, type Purpose } from '#domain/purpose.ts';
import { type AskedMail, askLogInLink, askReset } from '../support/account.ts';
import { ID, keysOf } from '../support/builders.ts';
import { anOwner, moveTo, pendingEmailChange } from '../support/email-change.ts';
import { freshAddress } from '../support/real-store.ts';
import { createTestService, freshNetwork, type TestService } from '../support/service.ts';
import { account, mailTo, PASSWORD, pendingSignUp } from '../support/sign-up.ts';
import { createTestStore } from '../support/test-store.ts';
import { wrongCode } from '../support/wrong-code.ts';

const aService = () => createTestService({ store: createTestStore() });

interface Flow {
  readonly purpose: Purpose;
  readonly hasAccount: boolean;
  readonly askPath: string;
  readonly askBody: (address: string) => object;
  readonly codePath: string;
  /** The other fields of a request with a link or a code. */
  readonly more: object;
}

const NEW_PASSWORD = { password: 'staple battery horse' };
const FLOWS = {
  'sign-up': {
    purpose: 'signup',
    hasAccount: false,
    askPath: '/signup',
    askBody: (email) => ({ email, password: PASSWORD }),
    codePath: '/verify',
    more: {},
  },
  reset: {
    purpose: 'reset',
    hasAccount: true,
    askPath: '/reset',
    askBody: (email) => ({ email }),
    codePath: '/reset/confirm',
    more: NEW_PASSWORD,
  },
  'log-in': {
    purpose: 'login',
    hasAccount: true,
    askPath: '/login/link',
    askBody: (email) => ({ email }),
    codePath: '/login/link/confirm',
    more: {},
  },
  'one-time': {
    purpose: 'otp',
    hasAccount: false,
    askPath: '/otp',
    askBody: (to) => ({ channel: 'email', to }),
    codePath: '/otp/check',
    more: {},
  },
} as const satisfies Record<string, Flow>;

const flows = Object.entries<Flow>(FLOWS);
const opening = flows.filter(([name]) => name === 'reset' || name === 'log-in');

/** The request of the address's owner, and its mail. */
const ownersMail = async (service: TestService, { hasAccount, askPath, askBody }: Flow) => {
  const address = freshAddress();
  if (hasAccount) await account(service, address);
  const asked = await service.post(askPath, askBody(address));
  const { token = '', code = '' } = await mailTo(service, address);
  return { address, token, code, continuation: asked.body.continuation as string };
};

const ask = (service: TestService, { askPath, askBody }: Flow, address: string) =>
  service.post(askPath, askBody(address), { ip: `${freshNetwork()}.9` });

const tryCode = (service: TestService, { codePath, more }: Flow, proof: object, ip = `${freshNetwork()}.9`) =>
  service.post(codePath, { ...proof, ...more }, { ip });

describe.each(flows)('a stranger to a %s code', (_name, flow) => {
  it('cannot use up its attempts: without its continuation nothing is compared or counted', async () => {
    const service = aService();
    const owner = await ownersMail(service, flow);
    const before = await service.loadChallenge(owner.address, flow.purpose);
    const [head] = owner.continuation.split('.');
    // The part before the dot is not secret; the part behind it is.
    const forged = `${head}.${Buffer.alloc(16, 7).toString('base64url')}`;
    for (const continuation of [undefined, forged]) {
      for (const code of [owner.code, ...Array.from({ length: 30 }, () => wrongCode(owner.code))]) {
        const refused = await tryCode(service, flow, { code, ...(continuation && { continuation }) });
        expect(refused).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
      }
    }
    expect(await service.loadChallenge(owner.address, flow.purpose)).toEqual(before);
    const { code, continuation } = owner;
    expect((await tryCode(service, flow, { code, continuation })).status).toBe(200);
  });

  it('cannot request another one during the cool-down', async () => {
    const service = aService();
    const owner = await ownersMail(service, flow);
    service.advance(59);
    expect((await ask(service, flow, owner.address)).body).toMatchObject({
      code: 'too_many_requests',
      reason: 'cool_down',
    });
    const { code, continuation } = owner;
    expect((await tryCode(service, flow, { code, continuation })).status).toBe(200);
  });
});

describe.each(opening)('a stranger who also requests a %s mail', (_name, flow) => {
  const askedAgain = async (rounds: number) => {
    const service = aService();
    const owner = await ownersMail(service, flow);
    const strangers: string[] = [];
    for (let round = 0; round < rounds; round++) {
      service.advance(61);
      const asked = await ask(service, flow, owner.address);
      expect(asked.status).toBe(202);
      strangers.push(asked.body.continuation);
    }
    return { service, owner, strangers };
  };

  it('does not invalidate the owner’s link …', async () => {
    const { service, owner } = await askedAgain(4);
    expect((await tryCode(service, flow, { token: owner.token })).status).toBe(200);
  });

  it('… or the owner’s code, and only makes the owner get the same mail again', async () => {
    const { service, owner } = await askedAgain(4);
    const mail = await mailTo(service, owner.address);
    expect([mail.token, mail.code]).toEqual([owner.token, owner.code]);
    const { code, continuation } = owner;
    expect((await tryCode(service, flow, { code, continuation })).status).toBe(200);
  });

  it('gets a continuation with a new id that does not work: even the right code opens nothing and counts nothing in the row', async () => {
    const { service, owner, strangers } = await askedAgain(2);
    const before = await service.loadChallenge(owner.address, flow.purpose);
    for (const continuation of strangers) {
      expect(continuation.split('.')[0]).not.toBe(owner.continuation.split('.')[0]);
      const right = await tryCode(service, flow, { code: owner.code, continuation });
      expect(right).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
      const wrong = await tryCode(service, flow, { code: wrongCode(owner.code), continuation });
      expect(wrong).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft: 3 } });
    }
    expect(await service.loadChallenge(owner.address, flow.purpose)).toEqual(before);
  });

  it('first, and uses up the daily cap with wrong codes, cannot stop the link of the owner’s mail', async () => {
    const service = aService();
    const address = freshAddress();
    await account(service, address);
    for (let round = 0; round < 2; round++) {
      const { continuation } = (await ask(service, flow, address)).body;
      for (let guess = 0; guess < 5; guess++) {
        const { code = '' } = await mailTo(service, address);
        expect((await tryCode(service, flow, { code: wrongCode(code), continuation })).status).toBe(401);
      }
      if (round === 0) service.advance(20 * 60);
    }
    service.advance(61);
    expect((await service.post(flow.askPath, flow.askBody(address))).status).toBe(202);
    const { token } = await mailTo(service, address);
    expect((await tryCode(service, flow, { token })).status).toBe(200);
  });
});

describe('the link of an owner’s mail', () => {
  const USES: Readonly<Record<string, (token: string, continuation: string) => readonly [string, object]>> = {
    signup: (token, continuation) => ['/verify', { token, continuation, password: PASSWORD }],
    reset: (token) => ['/reset/confirm', { token, ...NEW_PASSWORD }],
    login: (token) => ['/login/link/confirm', { token }],
    email_change: (token, continuation) => ['/me/email/confirm', { token, continuation }],
    email_undo: (token) => ['/email/undo', { token }],
  };
  const mails: Readonly<Record<string, (service: TestService) => Promise<Pick<AskedMail, 'token' | 'continuation'>>>> =
    {
      signup: (service) => pendingSignUp(service, freshAddress()),
      reset: async (service) => askReset(service, (await anOwner(service)).address),
      login: async (service) => askLogInLink(service, (await anOwner(service)).address),
      email_change: async (service) => pendingEmailChange(service, await anOwner(service), freshAddress()),
      email_undo: async (service) => ({
        token: (await moveTo(service, await anOwner(service))).undoToken,
        continuation: '',
      }),
    };

  it.each(Object.keys(USES))('for %s works for nothing else, and is not used up by the attempt', async (purpose) => {
    const service = aService();
    const mail = await mails[purpose]?.(service);
    const { token, continuation } = mail ?? { token: '', continuation: '' };
    for (const [other, use] of Object.entries(USES)) {
      if (other === purpose) continue;
      const [path, body] = use(token, continuation);
      service.operations.splice(0);
      const refused = await service.post(path, body);
      expect([other, refused.status, refused.body.code]).toEqual([other, 400, 'invalid_token']);
      expect(service.operations).toEqual([]);
    }
    const [path, body] = USES[purpose]?.(token, continuation) ?? ['', {}];
    expect((await service.post(path, body)).status).toBe(purpose === 'email_undo' ? 202 : 200);
  });

  it.each(PURPOSES.filter((purpose) => purpose in USES))(
    'for %s opens nothing if it is of a phone number',
    async (purpose) => {
      const service = aService();
      const claims = {
        purpose,
        channel: 'sms',
        address: '+821012345678',
        id: ID,
        notAfter: service.clock.now() + 1,
      } as const;
      const [path, body] = USES[purpose]?.(sealLinkToken(keysOf(1), claims), '') ?? ['', {}];
      expect(await service.post(path, body)).toMatchObject({ status: 400, body: { code: 'invalid_token' } });
      expect(service.operations).toEqual([]);
    },
  );
});

it('strangers who begin as many challenges a day as allowed, and always send wrong codes, cannot stop the owner’s one-time code', async () => {
  const service = aService();
  const address = freshAddress();
  const ask = (ip?: string) =>
    service.post('/otp', { channel: 'email', to: address }, { ...(ip !== undefined && { ip }) });
  const strangers = Array.from({ length: 8 }, () => `${freshNetwork()}.9`);
  let begun = 0;
  for (let minute = 0; minute < 24 * 60; minute += 15) {
    const ip = strangers[begun % strangers.length] ?? '';
    const { status, body } = await ask(ip);
    if (status === 202) {
      begun++;
      const { code = '' } = await mailTo(service, address);
      const check = () =>
        service.post('/otp/check', { code: wrongCode(code), continuation: body.continuation }, { ip });
      for (let wrong = 0; wrong < 5; wrong++) await check();
    }
    service.advance(15 * 60);
  }
  expect(begun).toBeGreaterThan(20);
  let own = await ask();
  if (own.status === 429) {
    expect(own.body.retryAfterSeconds).toBeLessThanOrEqual(3600);
    service.advance(own.body.retryAfterSeconds);
    own = await ask();
  }
  const { code } = await mailTo(service, address);
  const checked = await service.post('/otp/check', { code, continuation: own.body.continuation });
  expect(checked).toMatchObject({ status: 200, body: { verified: true } });
});

describe.each(flows)('strangers on 5 networks who ask for a %s mail whenever they may', (_name, flow) => {
  it.each([3, 15, 40])('cannot keep a mail from the owner for more than 60 s, %i minutes later', async (minutes) => {
    const service = aService();
    const address = freshAddress();
    if (flow.hasAccount) await account(service, address);
    const body = flow.askBody(address);
    const strangers = Array.from({ length: 5 }, () => `${freshNetwork()}.9`);
    for (let minute = 0; minute < minutes; minute++) {
      for (const ip of strangers) await service.post(flow.askPath, body, { ip });
      service.advance(60);
    }
    service.advance(-30);
    let own = await service.post(flow.askPath, body);
    if (own.status === 429) {
      expect(own.body.retryAfterSeconds).toBeLessThanOrEqual(60);
      service.advance(own.body.retryAfterSeconds);
      own = await service.post(flow.askPath, body);
    }
    expect(own.status).toBe(202);
    const { token, code } = await mailTo(service, address);
    const proof = flow.hasAccount ? { token } : { code, continuation: own.body.continuation };
    expect((await tryCode(service, flow, proof)).status).toBe(200);
  });
});
