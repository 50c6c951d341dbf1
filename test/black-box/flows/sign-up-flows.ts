// Signing up as a person does: the mail, the page, and every way to verify the address.
import { expect, it, type TestContext } from 'vitest';
import { PAGE_TEXTS } from '#texts/pages.ts';
import { subjectOf } from '../../support/mails.ts';
import { freshAddress, mailTo, PASSWORD, pendingSignUp, post, readMail, request, type Target } from './target.ts';

const RACERS = 100;

export const signUpFlows = (getTarget: () => Target): void => {
  it('sends a Korean mail whose HTML, text and page are intact, and the link with the continuation logs in', async () => {
    const target = getTarget();
    const profile = { nickName: '민지 🌊', isBeta: true };
    const { address, continuation, mail, page, token, code } = await pendingSignUp(target, { profile });
    expect(mail.subject).toContain(subjectOf('verification'));
    expect(mail.text).toContain(`\n${code}\n`);
    expect(mail.text).toContain(`${target.issuer}${page}\n`);
    expect(mail.html).toContain(`href="${target.issuer}${page}"`);
    expect(mail.html).toContain(`>${code}</td>`);
    expect(mail.html).toContain(subjectOf('verification'));
    expect(mail.text + mail.html + mail.subject).not.toMatch(/\uFFFD|민지/);

    const opened = await request(target, page, { headers: { 'accept-language': 'ko-KR,ko;q=0.9' } });
    expect(opened.status).toBe(200);
    expect(opened.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(opened.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(opened.text).toContain(PAGE_TEXTS.ko.pages.verify.html['linkButton']);
    expect((await post(target, '/verify/status', { continuation })).body).toEqual({ status: 'pending' });

    const verified = await post(target, '/verify', { token, continuation });
    expect(verified.status).toBe(200);
    expect(verified.headers.get('cache-control')).toBe('no-store');
    expect(verified.body).toMatchObject({
      tokenType: 'Bearer',
      expiresInSeconds: expect.toSatisfy((seconds: number) => seconds > 854 && seconds <= 900),
    });
    expect(verified.body.user).toMatchObject({ email: address, emailVerified: true, locale: 'ko', profile });
    const again = await post(target, '/verify', { token, continuation });
    expect(again).toMatchObject({ status: 410, body: { code: 'already_used' } });
  });

  it('sends an English mail on request, and its code with the continuation logs in', async () => {
    const target = getTarget();
    const { address, continuation, mail, code } = await pendingSignUp(target, { locale: 'en' });
    expect(mail.text).toContain(`\n${code}\n\nExpires in 30 minutes.`);
    const alone = await post(target, '/verify', { code });
    expect(alone).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    const wrong = await post(target, '/verify', { code: code === '000000' ? '000001' : '000000', continuation });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft: 4 } });
    const verified = await post(target, '/verify', { code, continuation });
    expect(verified).toMatchObject({ status: 200, body: { user: { email: address, locale: 'en' } } });
  });

  it('on another device the password of the sign-up logs in, and then the first tab, once', async () => {
    const target = getTarget();
    const { address, continuation, token } = await pendingSignUp(target);
    const elsewhere = await post(target, '/verify', { token, password: PASSWORD });
    expect(elsewhere).toMatchObject({ status: 200, body: { user: { email: address } } });
    const tab = await post(target, '/verify/status', { continuation });
    expect(tab).toMatchObject({ status: 200, body: { user: elsewhere.body.user } });
    expect(tab.body.refreshToken).not.toBe(elsewhere.body.refreshToken);
    const again = await post(target, '/verify/status', { continuation });
    expect(again).toMatchObject({ status: 410, body: { code: 'already_used' } });
  });

  it('a link alone, or with a wrong password, creates no account', async () => {
    const target = getTarget();
    const { continuation, page, token } = await pendingSignUp(target);
    for (const method of ['GET', 'HEAD', 'GET']) expect((await request(target, page, { method })).status).toBe(200);
    const alone = await post(target, '/verify', { token });
    expect(alone).toMatchObject({ status: 401, body: { code: 'password_required' } });
    const guessed = await post(target, '/verify', { token, password: 'not the password' });
    expect(guessed).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
    expect((await post(target, '/verify/status', { continuation })).body).toEqual({ status: 'pending' });
  });

  it(`opens one session for ${RACERS} parallel requests with one token; the others get 409 or 410, or 503 from an overloaded stand-in`, async () => {
    const target = getTarget();
    const { continuation, token } = await pendingSignUp(target);
    const race = (racingToken: string) =>
      Promise.all(Array.from({ length: RACERS }, () => post(target, '/verify', { token: racingToken, continuation })));
    // Warms up the functions with a forged token, which changes nothing. Otherwise the first request ends before the last begins.
    await race(`${token.slice(0, -8)}AAAAAAAA`);
    const statuses = (await race(token)).map(({ status }) => status);
    const unavailable = target.mayBeUnavailable ? statuses.filter((status) => status === 503).length : 0;
    if (unavailable > 0) process.stdout.write(`NOTE: ${unavailable} of ${RACERS} racers were answered 503\n`);
    const opened = statuses.filter((status) => status === 200).length;
    // The winner itself may have got a 503 after its writes.
    expect(opened === 1 || (opened === 0 && unavailable > 0)).toBe(true);
    expect(statuses.filter((status) => status === 409 || status === 410)).toHaveLength(RACERS - opened - unavailable);
    const repeated = await post(target, '/verify', { token, continuation });
    expect(opened + (repeated.status === 200 ? 1 : 0)).toBeLessThanOrEqual(1);
    expect((await post(target, '/verify', { token, continuation })).body.code).toBe('already_used');
  });

  it('refuses a second mail within the cool-down', async () => {
    const target = getTarget();
    const email = freshAddress();
    const { body } = await post(target, '/signup', { email, password: PASSWORD });
    const answers = [
      await post(target, '/signup', { email, password: PASSWORD }),
      await post(target, '/signup/resend', { continuation: body.continuation }),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ status: 429, body: { code: 'too_many_requests', reason: 'cool_down' } });
      expect(Number(answer.headers.get('retry-after'))).toBe(answer.body.retryAfterSeconds);
    }
  });

  it('after the cool-down sends the owner the account-exists mail, and answers as for any address (if the target can wait for it)', async (context: TestContext) => {
    const target = getTarget();
    context.skip(target.passCoolDown === undefined, 'nothing here can make the cool-down pass');
    const owner = await pendingSignUp(target);
    await post(target, '/verify', { token: owner.token, continuation: owner.continuation });
    const abandoned = await pendingSignUp(target);
    await target.passCoolDown?.();
    const again = (email: string) => post(target, '/signup', { email, password: 'another long password' });
    const [known, unknown] = [await again(owner.address), await again(abandoned.address)];
    expect([known.status, unknown.status]).toEqual([202, 202]);
    expect(Object.keys(known.body)).toEqual(Object.keys(unknown.body));
    const told = await mailTo(target, owner.address, 2);
    expect(told.subject).toContain(subjectOf('account-exists'));
    expect(told.text).not.toMatch(/\?[\w-]{20}|인증번호/);
    const fresh = readMail(target, await mailTo(target, abandoned.address, 2));
    expect(fresh.mail.subject).toContain(subjectOf('verification'));
    const old = await post(target, '/verify', { token: abandoned.token, continuation: abandoned.continuation });
    expect(old).toMatchObject({ status: 410, body: { code: 'superseded' } });
  });
};
