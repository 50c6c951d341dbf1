// Proves that the local SENS refuses what the documented one refuses; otherwise tests against it would prove nothing.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signedHeaders } from '#adapters/sms/sens/sens-signature.ts';
import { type SensDouble, startSens } from '../../bin/local/sms/sens.ts';
import { SENS_ACCOUNT } from '../support/servers/sens.ts';

const NOW = Date.UTC(2026, 10, 3);
const PATH = `/sms/v2/services/${SENS_ACCOUNT.serviceId}/messages`;
const message = {
  type: 'SMS',
  contentType: 'COMM',
  countryCode: '82',
  from: SENS_ACCOUNT.from,
  content: '[모두] 인증번호 012345',
  messages: [{ to: '01012345678' }],
};

let sens: SensDouble;
let kept: number;
beforeAll(async () => {
  sens = await startSens({ ...SENS_ACCOUNT, clock: { now: () => NOW } });
});
beforeEach(() => {
  kept = sens.texts().length;
});
afterAll(() => sens.stop());

interface Sending {
  readonly body?: string;
  readonly timestamp?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly method?: 'GET' | 'POST';
}

const ask = ({ body, timestamp = NOW, headers, path = PATH, method = 'POST' }: Sending) => {
  const signed = signedHeaders({ method, path, timestamp }, SENS_ACCOUNT.credentials);
  const entity = method === 'POST' && { body: body ?? JSON.stringify(message) };
  return fetch(`${sens.endpoint}${path}`, {
    method,
    headers: { 'content-type': 'application/json; charset=utf-8', ...signed, ...headers },
    ...entity,
  });
};

describe('a request to the SENS of this machine', () => {
  it('is accepted if it is as documented', async () => {
    const answer = await ask({});
    expect(answer.status).toBe(202);
    expect(await answer.json()).toEqual({
      requestId: expect.any(String),
      requestTime: expect.any(String),
      statusCode: '202',
      statusName: 'success',
    });
    expect(sens.texts()).toHaveLength(kept + 1);
  });

  it.each<[string, Sending]>([
    ['5 minutes late', { timestamp: NOW - 300_000 }],
    ['5 minutes early', { timestamp: NOW + 300_000 }],
    ['timed in seconds', { timestamp: NOW / 1000 }],
    ['of another key', { headers: { 'x-ncp-iam-access-key': 'other' } }],
    ['signed by another', { headers: { 'x-ncp-apigw-signature-v2': Buffer.alloc(32).toString('base64') } }],
    ['signed for another time', { headers: { 'x-ncp-apigw-timestamp': String(NOW + 1) } }],
    ['not signed', { headers: { 'x-ncp-apigw-signature-v2': '' } }],
  ])('%s is refused with 401', async (_name, sending) => {
    const answer = await ask(sending);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { errorCode: '200' } });
    expect(sens.texts()).toHaveLength(kept);
  });

  it.each<[string, unknown]>([
    ['91 bytes as SMS', { ...message, content: 'x'.repeat(91) }],
    ['92 bytes of hangul as SMS', { ...message, content: '가'.repeat(46) }],
    ['2,001 bytes as LMS', { ...message, type: 'LMS', content: 'x'.repeat(2001) }],
    ['an emoji', { ...message, content: '🎉' }],
    ['nothing', { ...message, content: '' }],
    ['an advertisement', { ...message, contentType: 'AD' }],
    ['a number that is not registered', { ...message, from: '0299999999' }],
    ['a recipient with a plus', { ...message, messages: [{ to: '+821012345678' }] }],
    ['two recipients', { ...message, messages: [{ to: '01012345678' }, { to: '01012345679' }] }],
    ['no recipient', { ...message, messages: [] }],
    ['a country code with a plus', { ...message, countryCode: '+82' }],
    ['a field that does not exist', { ...message, reference: 'x' }],
    ['a body that is no object', 'text'],
  ])('with %s is refused with 400', async (_name, body) => {
    const answer = await ask({ body: JSON.stringify(body) });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ status: 400, errors: [expect.any(String)] });
    expect(sens.texts()).toHaveLength(kept);
  });

  it('without JSON is refused with 400', async () => {
    expect((await ask({ body: '{' })).status).toBe(400);
    expect((await ask({ headers: { 'content-type': 'text/plain' } })).status).toBe(400);
    expect(sens.texts()).toHaveLength(kept);
  });

  it('for another service is refused with 404', async () => {
    expect((await ask({ path: '/sms/v2/services/ncp:sms:kr:1:other/messages' })).status).toBe(404);
  });

  it('for an unfiltered list is refused with 400, and for an empty result is 404 without a body', async () => {
    expect((await ask({ method: 'GET' })).status).toBe(400);
    const answer = await ask({ method: 'GET', path: `${PATH}?requestId=other` });
    expect([answer.status, await answer.text()]).toEqual([404, '']);
  });
});
