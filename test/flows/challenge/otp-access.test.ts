// Who may ask for one-time codes, and for which numbers, over a real database.
import { describe, expect, it } from 'vitest';
import { challengeKey } from '#domain/store-keys.ts';
import { fill } from '#texts/fill.ts';
import { SMS_TEXTS } from '#texts/sms.ts';
import { askByMail, askByText, checkCode as check, freshPhone, textTo } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { mailTo } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';
import { CALLER_KEY, TRUSTED_CALLER } from '../../support/trusted-caller.ts';

const aService = (settings: ServiceOptions['settings'] = {}) =>
  createTestService({ store: createTestStore(), settings });

describe('the right to request codes', () => {
  const ask = (service: TestService, apiKey?: string) => {
    const headers = { ...(apiKey !== undefined && { 'x-api-key': apiKey }) };
    return service.post('/otp', { channel: 'email', to: freshAddress() }, { headers });
  };
  const other = { name: 'other', keySha256: '0'.repeat(64) };
  const byKey = { otp: { access: 'key' }, trustedCallers: [other, TRUSTED_CALLER] } as const;

  it('is given to anybody in mode public', async () => {
    expect((await ask(aService({ otp: { access: 'public' } }))).status).toBe(202);
  });

  it.each([
    ['without one', undefined],
    ['with an empty one', ''],
    ['with a wrong one', 'the key of another backend'],
    ['with the hash itself', TRUSTED_CALLER.keySha256],
    ['with the name of a caller', TRUSTED_CALLER.name],
  ])('in mode key is refused to a client %s: 401, and no table is read', async (_how, apiKey) => {
    const service = aService(byKey);
    expect(await ask(service, apiKey)).toMatchObject({ status: 401, body: { code: 'api_key_required' } });
    expect(service.operations).toEqual([]);
  });

  it('in mode key needs the key of any trusted caller; checking the code does not', async () => {
    const service = aService(byKey);
    const to = freshAddress();
    const headers = { 'x-api-key': CALLER_KEY };
    const asked = await service.post('/otp', { channel: 'email', to }, { headers });
    expect(asked.status).toBe(202);
    const { code = '' } = await mailTo(service, to);
    expect((await check(service, { code, continuation: asked.body.continuation })).status).toBe(200);
  });

  it('is given to nobody in mode off: both routes are 404', async () => {
    const service = aService({ otp: { access: 'off' } });
    const notFound = { status: 404, body: { code: 'not_found' } };
    expect(await ask(service, 'any key')).toMatchObject(notFound);
    expect(await check(service, { code: '123456', continuation: 'any' })).toMatchObject(notFound);
    expect(service.operations).toEqual([]);
  });
});

describe('an sms', () => {
  it('arrives at the number in its international form, with the code and the brand, and without a link', async () => {
    const service = aService();
    const phone = freshPhone();
    const { code } = await askByText(service, phone);
    const { body, reference } = await textTo(service, phone.e164);
    expect(body).toBe(fill(SMS_TEXTS.ko.code, { brand: '모두의마켓', code: String(code) }));
    expect(reference).not.toContain(phone.e164.slice(3));
    expect(service.mails).toEqual([]);
    const key = challengeKey({ purpose: 'otp', channel: 'sms', address: phone.e164 });
    const [challenge] = await service.store.load([key]);
    expect(challenge?.delivery).toMatchObject({
      status: 'sent',
      messageId: 'text-1',
    });
  });

  it('is refused at `to` if sms are switched off, and mails are still sent', async () => {
    const service = aService({ texts: { countries: {} } });
    const refused = await service.post('/otp', { channel: 'sms', to: freshPhone().typed });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path: 'to' }] } });
    expect(service.operations).toEqual([]);
    expect((await askByMail(service)).answer.status).toBe(202);
  });

  it.each([
    ['a landline', '02-312-3456'],
    ['a number of another country', '+1 202 555 0123'],
    ['a paid service', '060-700-1234'],
    ['an email address', 'minji.kim@example.com'],
    ['no number', '010'],
  ])('is refused at `to` for %s, and nothing is counted or sent', async (_what, to) => {
    const service = aService();
    const refused = await service.post('/otp', { channel: 'sms', to });
    expect(refused).toMatchObject({ status: 400, body: { code: 'invalid_request', errors: [{ path: 'to' }] } });
    expect(refused.text).not.toContain(to);
    expect(service.operations).toEqual([]);
    expect(service.texts).toEqual([]);
  });

  it('goes to the same number however it is written', async () => {
    const service = aService();
    const { typed, e164 } = freshPhone();
    expect((await service.post('/otp', { channel: 'sms', to: typed })).status).toBe(202);
    for (const to of [e164, typed.replaceAll('-', ''), typed.replaceAll('-', ' ')]) {
      expect((await service.post('/otp', { channel: 'sms', to })).body.reason).toBe('cool_down');
    }
  });
});
