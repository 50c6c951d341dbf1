// The main flow over real HTTP: sign up, read the mail, verify the address in each of the three ways, get valid tokens.
import { describe, expect, it } from 'vitest';
import { SentResponse, TokenResponse } from '#schemas/responses.ts';
import { MAIL_TEXTS } from '#texts/mails.ts';
import { type LocalAnswer, PASSWORD, tokenOf, useLocalService } from '../support/local/local-service.ts';
import { subjectOf } from '../support/mails.ts';
import { verifyAccessToken } from '../support/tours/check-tour.ts';

const service = useLocalService();

const verifiedClaims = async ({ body }: LocalAnswer) =>
  (await verifyAccessToken(service.url, body.accessToken, await service.advance(0))).payload;

describe('the mail of a sign-up', () => {
  it('is Korean by default, with subject, text and HTML intact', async () => {
    const { answer, mail } = await service.signUp();
    expect(SentResponse.parse(answer.body)).toMatchObject({ expiresInSeconds: 1800, resendInSeconds: 60 });
    expect(mail.subject).toBe(`[Latchkey] ${subjectOf('verification')}`);
    expect(mail.text).toContain(MAIL_TEXTS.ko.units.minutes.replace('{count}', '30'));
    expect(mail.text).toContain(`\n${mail.code}\n`);
    expect(mail.html).toContain('<html lang="ko" dir="ltr">');
    expect(mail.html).toContain(subjectOf('verification'));
    expect(mail.html).toContain(`>${mail.code}<`);
    expect(mail.html).toContain(`href="${mail.link}"`);
    expect(`${mail.subject}${mail.text}${mail.html}`).not.toMatch(/\u{FFFD}|=\?utf-8|\{\{/iu);
  });

  it('is English if the field or the header asks for English', async () => {
    const byField = await service.signUp({ locale: 'en' });
    const byHeader = await service.signUp({}, { 'accept-language': 'en-US,en;q=0.9,ko;q=0.5' });
    for (const { mail } of [byField, byHeader]) {
      expect(mail.subject).toBe(`[Latchkey] ${subjectOf('verification', 'en')}`);
      expect(mail.text).toContain(mail.code);
      expect(mail.html).toContain('<html lang="en" dir="ltr">');
    }
  });

  it.each([
    ['ko', 'en'],
    ['en', 'ko'],
  ])(
    'in %s has a link whose page is in the language of the mail, in a browser that prefers %s, too',
    async (language, other) => {
      const { mail } = await service.signUp({ locale: language });
      expect(mail.link).toBe(`${service.url}/verify?${mail.token}.${language}`);
      const page = await service.get(mail.link.slice(service.url.length), { 'accept-language': other });
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.headers['content-language']).toBe(language);
      expect(page.text).toContain(`<html lang="${language}">`);
    },
  );
});

describe('verifying', () => {
  it('by link and continuation makes the account and logs in', async () => {
    const profile = { nickName: '민지', age: 29, isStudent: false };
    const { address, continuation, mail } = await service.signUp({ profile });
    const verified = await service.post('/verify', { token: tokenOf(mail), continuation });
    expect(verified.status).toBe(200);
    const { user } = TokenResponse.parse(verified.body);
    expect(user).toMatchObject({ email: address, emailVerified: true, phoneVerified: false, locale: 'ko', profile });
    expect((await verifiedClaims(verified)).sub).toBe(user.id);
  });

  it('by code and continuation makes the account and logs in', async () => {
    const { address, continuation, mail } = await service.signUp();
    const verified = await service.post('/verify', { code: mail.code, continuation });
    expect(verified.status).toBe(200);
    expect(TokenResponse.parse(verified.body).user).toMatchObject({ email: address, emailVerified: true });
  });

  it('by link and password on another device logs the first tab in once, then answers 410', async () => {
    const { continuation, mail } = await service.signUp();
    const token = tokenOf(mail);
    const pending = await service.post('/verify/status', { continuation });
    expect([pending.status, pending.body]).toEqual([200, { status: 'pending' }]);
    const alone = await service.post('/verify', { token });
    expect([alone.status, alone.body.code]).toEqual([401, 'password_required']);
    const wrong = await service.post('/verify', { token, password: 'wrong horse battery' });
    expect([wrong.status, wrong.body.code, wrong.body.attemptsLeft]).toEqual([401, 'invalid_credentials', 4]);

    const phone = await service.post('/verify', { token, password: PASSWORD });
    expect(phone.status).toBe(200);
    const tab = await service.post('/verify/status', { continuation });
    expect(tab.status).toBe(200);
    expect(TokenResponse.parse(tab.body).user.id).toBe(phone.body.user.id);
    const [one, other] = [await verifiedClaims(phone), await verifiedClaims(tab)];
    expect([one.sub, one['epoch']]).toEqual([other.sub, other['epoch']]);
    expect(one['sid']).not.toBe(other['sid']);
    const again = await service.post('/verify/status', { continuation });
    expect([again.status, again.body.code]).toEqual([410, 'already_used']);
  });

  it('in ten parallel requests logs exactly one in', async () => {
    const { continuation, mail } = await service.signUp();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => service.post('/verify', { token: tokenOf(mail), continuation })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const others = answers.filter(({ status }) => status !== 200).map(({ body }) => body.code);
    expect(others.filter((code) => code !== 'already_used' && code !== 'try_again')).toEqual([]);
  });
});

describe('an access token', () => {
  it('verifies with the published keys and has only the documented claims, without an address', async () => {
    const { address, continuation, mail } = await service.signUp();
    const { body } = await service.post('/verify', { token: tokenOf(mail), continuation });
    const now = (await service.advance(0)).getTime() / 1000;
    const { payload, protectedHeader } = await verifyAccessToken(service.url, body.accessToken, new Date(now * 1000));
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: expect.stringMatching(/^[\w-]{43}$/) });
    expect(payload).toEqual({
      iss: service.url,
      aud: service.url,
      sub: body.user.id,
      sid: body.refreshToken.split('.')[0],
      epoch: expect.stringMatching(/^[\w-]{12}$/),
      client_id: 'latchkey',
      scope: 'account',
      auth_time: expect.toSatisfy((at: number) => at <= (payload.iat ?? 0) && at > (payload.iat ?? 0) - 5),
      amr: ['link'],
      acr: 'aal1',
      iat: expect.any(Number),
      exp: (payload.iat ?? 0) + body.expiresInSeconds,
      jti: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
    });
    expect(Math.abs(now - (payload.iat ?? 0))).toBeLessThan(5);
    expect(body.expiresInSeconds).toSatisfy((seconds: number) => seconds > 854 && seconds <= 900);
    const decoded = body.accessToken.split('.').map((part: string) => Buffer.from(part, 'base64url').toString());
    expect(decoded.join(' ')).not.toContain(address.split('@')[0]);
  });

  it('is refused by a verifier after 15 minutes, and after a claim was changed', async () => {
    const { continuation, mail } = await service.signUp();
    const { body } = await service.post('/verify', { token: tokenOf(mail), continuation });
    const now = await service.advance(0);
    const late = new Date(now.getTime() + 901_000);
    await expect(verifyAccessToken(service.url, body.accessToken, late)).rejects.toThrow('"exp"');
    const [header, claims, signature] = body.accessToken.split('.');
    const changed = { ...JSON.parse(Buffer.from(claims, 'base64url').toString()), scope: 'admin' };
    const forged = `${header}.${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${signature}`;
    await expect(verifyAccessToken(service.url, forged, now)).rejects.toThrow('signature');
  });
});
