// A fault at each call of the second factor, and an enrolment in the middle of every way to log in: no session without it.
import { describe, expect, it } from 'vitest';
import { askLogInLink, askReset, bearer, logIn, me, refresh } from '../../support/account.ts';
import { FAULTS } from '../../support/faults/faults.ts';
import { interrupted } from '../../support/faults/interrupted.ts';
import { sweep } from '../../support/faults/sweep.ts';
import { freshAddress } from '../../support/real-store.ts';
import {
  appCode,
  claimsIn,
  enrol,
  enrolledAccount,
  finish,
  logInByApp,
  nextStep,
  SECOND_FACTOR,
  ticketFor,
} from '../../support/second-factor.ts';
import { type Answer, createTestService, type TestService } from '../../support/service.ts';
import { account, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const store = createTestStore();
const NEW_PASSWORD = 'another horse battery';

/** Whether the tokens of an answer open the account. */
const opens = async (service: TestService, answer: Answer): Promise<boolean> => {
  if (answer.status !== 200) return false;
  const { accessToken, refreshToken } = answer.body;
  const statuses = [(await me(service, accessToken)).status, (await refresh(service, refreshToken)).status];
  return statuses.includes(200);
};

const expectTwoFactors = async (service: TestService, answer: Answer): Promise<void> => {
  if (await opens(service, answer)) expect(claimsIn(answer.body.accessToken)['amr']).toContain('mfa');
};

describe('a fault at any call', () => {
  it('of a log-in with two steps never answers 500, opens nothing by one factor, and the next code lets the owner in', async () => {
    const runs = await sweep(
      store,
      async (service, arm) => {
        const address = freshAddress();
        const { secret } = await enrolledAccount(service, address);
        arm();
        const first = await logIn(service, address);
        expect([401, 503]).toContain(first.status);
        const ticket = first.body.ticket ?? (await ticketFor(service, address));
        const second = await finish(service, ticket, { code: appCode(service, secret) });
        expect([200, 401, 503]).toContain(second.status);
        await expectTwoFactors(service, second);
        service.setFaults();
        nextStep(service);
        expect((await logInByApp(service, address, secret)).status).toBe(200);
      },
      SECOND_FACTOR,
    );
    expect(runs).toBeGreaterThan(15 * FAULTS.length);
  });

  it('of turning it on leaves it on or off, never between, and no session of before lives beside it', async () => {
    await sweep(
      store,
      async (service, arm) => {
        const address = freshAddress();
        const { body } = await account(service, address);
        const other = await logIn(service, address);
        const headers = bearer(body.accessToken);
        const begin = () => service.post('/me/second-factor/begin', { refreshToken: body.refreshToken }, { headers });
        arm();
        const begun = await begin();
        expect([200, 503]).toContain(begun.status);
        const { secret, enrolment } = begun.status === 200 ? begun.body : (await begin()).body;
        const code = appCode(service, secret);
        const confirmed = await service.post('/me/second-factor/confirm', { enrolment, code }, { headers });
        expect([200, 409, 503]).toContain(confirmed.status);
        service.setFaults();
        nextStep(service);
        const first = await logIn(service, address);
        const isOn = first.body.code === 'second_factor_required';
        expect(isOn || first.status === 200).toBe(true);
        if (confirmed.status === 200) expect(isOn).toBe(true);
        if (!isOn) return;
        expect(await opens(service, other)).toBe(false);
        expect((await finish(service, first.body.ticket, { code: appCode(service, secret) })).status).toBe(200);
      },
      SECOND_FACTOR,
    );
  });

  it('of turning it off leaves it on or off, and the owner gets in', async () => {
    await sweep(
      store,
      async (service, arm) => {
        const address = freshAddress();
        const { secret, accessToken } = await enrolledAccount(service, address);
        const off = { method: 'DELETE', path: '/me/second-factor', headers: bearer(accessToken) };
        arm();
        const answer = await service.request({ ...off, body: { password: PASSWORD, code: appCode(service, secret) } });
        // 404: the store did it twice, and the second time found it done.
        expect([200, 404, 409, 503]).toContain(answer.status);
        service.setFaults();
        nextStep(service);
        const first = await logIn(service, address);
        if (answer.status === 200) expect(first.status).toBe(200);
        if (first.status === 200) return;
        expect((await finish(service, first.body.ticket, { code: appCode(service, secret) })).status).toBe(200);
      },
      SECOND_FACTOR,
    );
  });
});

type Way = (service: TestService, address: string) => Promise<() => Promise<Answer>>;

/** Each prepares what it needs, and then logs in. */
const WAYS: Readonly<Record<string, Way>> = {
  'the password': async (service, address) => () => logIn(service, address),
  'a log-in link': async (service, address) => {
    const { token } = await askLogInLink(service, address);
    return () => service.post('/login/link/confirm', { token });
  },
  'a log-in code': async (service, address) => {
    const { code, continuation } = await askLogInLink(service, address);
    return () => service.post('/login/link/confirm', { code, continuation });
  },
  'a reset': async (service, address) => {
    const { token } = await askReset(service, address);
    return () => service.post('/reset/confirm', { token, password: NEW_PASSWORD });
  },
};

describe.each(Object.keys(WAYS))('an enrolment before any write of a log-in by %s', (name) => {
  it('leaves no session of one factor', async () => {
    let interruptions = 0;
    for (let index = 0; index < 20; index++) {
      const { store: hooked, interrupt, hasHappened } = interrupted(createTestStore());
      const service = createTestService({ store: hooked, settings: SECOND_FACTOR });
      const address = freshAddress();
      const { body } = await account(service, address);
      const enter = await WAYS[name]?.(service, address);
      let isEnrolled = false;
      // A reset that was written before has ended the session that enrols.
      const note = (isDone: boolean) => () => {
        isEnrolled = isDone;
      };
      interrupt(index, () => enrol(service, body).then(note(true), note(false)));
      const answer = await enter?.();
      if (!hasHappened()) break;
      interruptions++;
      if (!isEnrolled) continue;
      if (answer) await expectTwoFactors(service, answer);
      const passwords = [PASSWORD, NEW_PASSWORD];
      const codes = [];
      for (const password of passwords) codes.push((await logIn(service, address, password)).body.code);
      expect(codes).toContain('second_factor_required');
      expect(codes).not.toContain(undefined);
    }
    expect(interruptions).toBeGreaterThan(2);
  });
});

describe('requests with one code at the same moment', () => {
  it('open one session, whatever fails', async () => {
    for (const fault of FAULTS) {
      const service = createTestService({ store, settings: SECOND_FACTOR });
      const address = freshAddress();
      const { secret } = await enrolledAccount(service, address);
      const ticket = await ticketFor(service, address);
      const code = appCode(service, secret);
      let calls = 0;
      service.setFaults((call) => (call === 'store.swap' && calls++ % 3 === 1 ? fault : undefined));
      const answers = await Promise.all(Array.from({ length: 4 }, () => finish(service, ticket, { code })));
      service.setFaults();
      expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
      expect(answers.filter(({ status }) => status === 500)).toEqual([]);
    }
  });
});
