// One-time codes without an account, and the proof that the caller's own backend checks.
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect, it } from 'vitest';
import { wrongCode } from '../../support/wrong-code.ts';
import { withRoom } from './account.ts';
import { CODE, eventually, freshAddress, mailTo, post, type Target } from './target.ts';

export const otpFlows = (getTarget: () => Target): void => {
  it('a code by mail is checked once, and its proof has the address and is not an access token', async (context) => {
    const target = await withRoom(getTarget(), context);
    const to = freshAddress();
    const sent = await post(target, '/otp', { channel: 'email', to, locale: 'en' });
    expect(sent).toMatchObject({ status: 202, body: { expiresInSeconds: 180 } });
    const { text } = await mailTo(target, to);
    expect(text).not.toContain('http');
    const [code = ''] = CODE.exec(text) ?? [];
    const { continuation } = sent.body;
    const check = (body: object) => post(target, '/otp/check', body);
    expect(await check({ code })).toMatchObject({ status: 401, body: { code: 'continuation_required' } });
    const wrong = await check({ code: wrongCode(code), continuation });
    expect(wrong).toMatchObject({ status: 401, body: { code: 'code_mismatch', attemptsLeft: 4 } });
    const right = await check({ code, continuation });
    expect(right).toMatchObject({ status: 200, body: { verified: true, expiresInSeconds: 600 } });
    expect(await check({ code, continuation })).toMatchObject({ status: 410, body: { code: 'already_used' } });

    const keys = createRemoteJWKSet(new URL(`${target.baseUrl}/.well-known/proof-jwks.json`));
    const { payload } = await jwtVerify(right.body.proof, keys, {
      issuer: target.issuer,
      audience: `${target.issuer}/proof`,
      typ: 'latchkey-proof+jwt',
    });
    expect(payload).toMatchObject({ purpose: 'otp', channel: 'email', address: to });
    const ofTokens = createRemoteJWKSet(new URL(`${target.baseUrl}/.well-known/jwks.json`));
    await expect(jwtVerify(right.body.proof, ofTokens)).rejects.toThrow('no applicable key found');
    const asToken = await post(
      target,
      '/me/phone',
      { phone: '010-1234-5678' },
      { authorization: `Bearer ${right.body.proof}` },
    );
    expect(asToken).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
  });

  it('a code by sms works the same (if the target sends sms)', async (context) => {
    const { texts } = getTarget();
    context.skip(texts === undefined, 'no texts are sent here');
    const target = await withRoom(getTarget(), context);
    const sent = await post(target, '/otp', { channel: 'sms', to: '010-2468-1357' });
    expect(sent).toMatchObject({ status: 202, body: { expiresInSeconds: 300 } });
    const text = await eventually(async () => (await texts?.('+821024681357'))?.at(-1), 'the text');
    const body = { code: CODE.exec(text)?.[0], continuation: sent.body.continuation };
    expect(await post(target, '/otp/check', body)).toMatchObject({ status: 200, body: { verified: true } });
  });

  it('a number that gets no sms is refused with the name of its field', async () => {
    for (const to of ['02-123-4567', '+1 202 555 0134', 'nobody']) {
      const refused = await post(getTarget(), '/otp', { channel: 'sms', to });
      expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path: 'to' }] } });
    }
  });
};
