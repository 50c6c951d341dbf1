// No answer reveals whether an address has an account: status, headers and body are alike, only the mails differ.
import { beforeAll, describe, expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { freshAddress, type LocalAnswer, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { subjectOf } from '../support/mails.ts';
import { wrongCode } from '../support/wrong-code.ts';

const service = useLocalService();

/** The parts of an answer that could differ, without random parts and the time of day. Both addresses have the same length. */
const telling = ({ status, headers, cookies, body }: LocalAnswer) => {
  const { date: _date, 'retry-after': retryAfter, ...others } = headers;
  // The address is the one that was asked with.
  const { continuation, retryAfterSeconds, address, ...rest } = body;
  return {
    status,
    headers: others,
    cookies: cookies.length,
    rest,
    names: Object.keys(body),
    continuationLength: continuation?.length,
    addressLength: address?.length,
    hasRetryAfter: retryAfter !== undefined,
    saysTheSame: retryAfter === (retryAfterSeconds === undefined ? undefined : String(retryAfterSeconds)),
  };
};

interface Person {
  readonly address: string;
  continuation: string;
}

/** The same of both, one after the other. */
const askBoth = async (
  both: readonly Person[],
  path: string,
  bodyOf: (who: Person) => unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<LocalAnswer[]> => {
  const answers: LocalAnswer[] = [];
  for (const who of both) answers.push(await service.post(path, bodyOf(who), headers));
  return answers;
};

const expectAlike = ([one, other]: readonly LocalAnswer[], status: number): void => {
  if (!one || !other) throw new Error('two answers are compared');
  expect(telling(one)).toEqual(telling(other));
  expect(one.status).toBe(status);
};

describe('a sign-up for an address with an account and for a fresh one', () => {
  const owner: { address: string; continuation: string } = { address: '', continuation: '' };
  const fresh: Person = { address: freshAddress(), continuation: '' };
  const both = [owner, fresh];
  const ask = (path: string, bodyOf: (who: Person) => unknown) => askBoth(both, path, bodyOf);

  beforeAll(async () => {
    const begun = await service.signUp();
    owner.address = begun.address;
    const verified = await service.post('/verify', { token: tokenOf(begun.mail), continuation: begun.continuation });
    if (verified.status !== 200) throw new Error('there is no account to compare with');
    await service.advance(120);
  });

  it('is answered alike', async () => {
    const answers = await ask('/signup', ({ address }) => ({ email: address, password: PASSWORD }));
    expectAlike(answers, 202);
    for (const [index, who] of both.entries()) who.continuation = answers[index]?.body.continuation;
    expect(owner.continuation).not.toBe(fresh.continuation);
  });

  it('tells the owner of the account by mail, and sends the link to the fresh one only', async () => {
    const [, toOwner] = await service.waitForMessages(owner.address, 2);
    expect(toOwner?.subject).toContain(subjectOf('account-exists'));
    expect([toOwner?.link, toOwner?.code]).toEqual([undefined, undefined]);
    expect(toOwner?.html).not.toMatch(/\?[\w-]{20}/);
    expect((await service.waitForLink(fresh.address)).link).toMatch(/\/verify\?[\w-]{20,}\.ko$/);
  });

  it('inside the cool-down is 429 with Retry-After for both', async () => {
    const answers = await ask('/signup', ({ address }) => ({ email: address, password: PASSWORD }));
    expectAlike(answers, 429);
    for (const { body } of answers) {
      expect([body.code, body.reason]).toEqual(['too_many_requests', 'cool_down']);
      expect(body.retryAfterSeconds).toBeGreaterThan(30);
      expect(body.retryAfterSeconds).toBeLessThanOrEqual(60);
    }
  });

  it('gets the same answers to polls, wrong codes and resends', async () => {
    expectAlike(await ask('/verify/status', ({ continuation }) => ({ continuation })), 200);
    const { code } = await service.waitForLink(fresh.address);
    const wrong = wrongCode(code);
    const guesses = await ask('/verify', ({ continuation }) => ({ continuation, code: wrong }));
    expectAlike(guesses, 401);
    expect(guesses[0]?.body).toMatchObject({ code: 'code_mismatch', attemptsLeft: 4 });
    await service.advance(61);
    expectAlike(await ask('/signup/resend', ({ continuation }) => ({ continuation })), 202);
  });

  it('with a weak password is refused alike', async () => {
    await service.advance(121);
    expectAlike(await ask('/signup', ({ address }) => ({ email: address, password: 'short' })), 422);
  });
});

describe('a resend', () => {
  it('with a forged continuation is answered like one without any, and sends nothing', async () => {
    const { address, continuation } = await service.signUp();
    await service.advance(61);
    const [head] = continuation.split('.');
    const forged = `${head}.${Buffer.alloc(16, 7).toString('base64url')}`;
    const answers = [await service.post('/signup/resend', { continuation: forged })];
    expect((await service.post('/signup/resend', { continuation })).status).toBe(202);
    answers.push(await service.post('/signup/resend', { continuation: forged }));
    answers.push(await service.post('/signup/resend', {}));
    const [first, ...others] = answers.map(telling);
    expect(first).toMatchObject({ status: 401, rest: { code: 'continuation_required' } });
    for (const other of others) expect(other).toEqual(first);
    await service.waitForMessages(address, 2);
    // This mail was requested later and has arrived, so another one to the first address would also have arrived.
    await service.signUp();
    expect(await service.messagesTo(address)).toHaveLength(2);
  });
});

describe('an address with an account and one without', () => {
  const fresh: Person = { address: freshAddress(), continuation: '' };
  let owner: Person;
  const ask = (path: string, bodyOf: (who: Person) => unknown) => askBoth([owner, fresh], path, bodyOf);

  beforeAll(async () => {
    owner = { address: (await createLocalAccount(service)).address, continuation: '' };
    await service.advance(61);
  });

  it.each([
    ['/login/link', '/login/link/confirm', {}],
    ['/reset', '/reset/confirm', { password: PASSWORD }],
  ])('%s is asked alike, asked too soon alike, guessed alike and locked alike', async (begin, confirm, rest) => {
    const answers = await ask(begin, ({ address }) => ({ email: address }));
    expectAlike(answers, 202);
    for (const [index, who] of [owner, fresh].entries()) who.continuation = answers[index]?.body.continuation;
    expectAlike(await ask(begin, ({ address }) => ({ email: address })), 429);
    const { code = '' } = (await service.waitForMessages(owner.address)).at(-1) ?? {};
    // It may be the mail of the sign-up still, whose code is shorter.
    const wrong = wrongCode(code.padStart(8, '0'));
    for (let attemptsLeft = 4; attemptsLeft >= 0; attemptsLeft--) {
      const guesses = await ask(confirm, ({ continuation }) => ({ continuation, code: wrong, ...rest }));
      expectAlike(guesses, 401);
      expect(guesses[0]?.body).toMatchObject({ code: 'code_mismatch', attemptsLeft });
    }
    expectAlike(await ask(confirm, ({ continuation }) => ({ continuation, code: wrong, ...rest })), 429);
    await service.advance(61);
    const live = ({ address, continuation }: Person) => ({ email: address, continuation });
    expectAlike(await ask(begin, live), 202);
    await service.advance(61);
  });

  it('are refused alike with a wrong password, and wait alike after too many', async () => {
    const logIn = () => ask('/login', ({ address }) => ({ email: address, password: 'wrong battery' }));
    for (let failure = 1; failure <= 5; failure++) expectAlike(await logIn(), 401);
    // Each wait doubles, so this one lasts longer than the requests take.
    for (const waitSeconds of [1, 2, 4, 8, 16]) {
      await service.advance(waitSeconds);
      expectAlike(await logIn(), 401);
    }
    expectAlike(await logIn(), 429);
    await service.advance(3600);
  });

  it('get the same answers to a request for a one-time code, and as the new address of another account', async () => {
    expectAlike(await ask('/otp', ({ address }) => ({ channel: 'email', to: address })), 202);
    await service.advance(61);
    const asker = await createLocalAccount(service);
    await service.advance(61);
    const change = ({ address }: Person) => ({ newEmail: address, password: PASSWORD });
    expectAlike(await askBoth([owner, fresh], '/me/email', change, bearer(asker.accessToken)), 202);
    expectAlike(await askBoth([owner, fresh], '/me/email', change, bearer(asker.accessToken)), 429);
  });
});
