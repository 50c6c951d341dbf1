// Proves the requests to SNS, through the real SDK client, and that each refusal of SNS gives a reason.
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createSns } from '#adapters/sms/sns.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import { type SnsServer, startSnsServer } from '../../support/servers/sns-server.ts';

const region = 'ap-northeast-1';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
const text = {
  to: '+12133734253',
  body: '[Modu] Your code is 012345. Do not share it.',
  lastLine: '@modu.example #012345',
  reference: '01JABCDEFGHJKMNPQRSTVWXYZ0',
};

let server: SnsServer;
beforeAll(async () => {
  server = await startSnsServer();
});
afterEach(() => server.failWith());
afterAll(() => server.stop());

const transportTo = (endpoint: string, senderId?: string) => {
  const client = new SNSClient({ region, credentials, endpoint, maxAttempts: 1 });
  return createSns({ client, settings: { region, ...(senderId && { senderId }) } });
};

describe('an sms through SNS', () => {
  it('arrives with the line for browsers, as a transactional one', async () => {
    const sent = await transportTo(server.endpoint).send(text);
    const [last] = server.texts().slice(-1);
    expect(sent).toEqual({ ok: true, messageId: last?.messageId });
    expect(last).toMatchObject({ to: text.to, message: `${text.body}\n${text.lastLine}` });
    expect(last?.attributes).toEqual({ 'AWS.SNS.SMS.SMSType': 'Transactional' });
  });

  it('names the sender if there is one', async () => {
    await transportTo(server.endpoint, 'Modu').send(text);
    expect(server.texts().at(-1)?.attributes).toEqual({
      'AWS.SNS.SMS.SMSType': 'Transactional',
      'AWS.SNS.SMS.SenderID': 'Modu',
    });
  });

  it('keeps hangul and emoji', async () => {
    await transportTo(server.endpoint).send({ ...text, body: '[모두🎉] 인증번호 012345' });
    expect(server.texts().at(-1)?.message).toBe('[모두🎉] 인증번호 012345\n@modu.example #012345');
  });

  it('has an unknown outcome', async () => {
    expect(await transportTo(server.endpoint).outcomeOf(text.to, 'sns-1')).toBe('unknown');
  });
});

describe('a refusal of SNS', () => {
  it.each<[status: number, code: string, message: string, reason: DeliveryReason, permanent: boolean]>([
    [400, 'Throttling', 'Rate exceeded', 'rate_exceeded', false],
    [429, 'Throttled', 'Rate exceeded', 'rate_exceeded', false],
    [400, 'ThrottlingException', 'Rate exceeded', 'rate_exceeded', false],
    [400, 'OptedOut', 'Opted out.', 'recipient_refused', true],
    [
      400,
      'InvalidParameter',
      'Invalid parameter: PhoneNumber Reason: +1 is not valid to publish to',
      'recipient_refused',
      true,
    ],
    [400, 'InvalidParameterValue', 'The phone number is opted out', 'recipient_refused', true],
    [400, 'InvalidParameter', 'Invalid parameter: SenderID', 'sender_refused', false],
    [400, 'InvalidParameter', 'Invalid parameter: Message too long', 'mail_refused', false],
    [400, 'ValidationError', 'What is this?', 'mail_refused', false],
    [403, 'AuthorizationError', 'not authorized to perform: SNS:Publish', 'not_authorised', false],
    [403, 'AccessDenied', 'No.', 'not_authorised', false],
    [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.', 'not_authorised', false],
    [403, 'ExpiredToken', 'The security token is expired.', 'not_authorised', false],
    [400, 'SomethingNew', 'What is this?', 'transport_unavailable', false],
    [500, 'InternalError', 'Internal failure.', 'transport_unavailable', false],
    [503, 'ServiceUnavailable', 'Try later.', 'transport_unavailable', false],
  ])('%i %s "%s" is %s (permanent: %s)', async (status, code, message, reason, permanent) => {
    server.failWith({ status, code, message });
    const sent = await transportTo(server.endpoint).send(text);
    expect(sent).toEqual({ ok: false, permanent, reason, error: expect.any(String) });
    expect(JSON.stringify(sent)).not.toContain(message);
  });

  it('of a number that SNS calls invalid is permanent', async () => {
    const sent = await transportTo(server.endpoint).send({ ...text, to: '+1' });
    expect(sent).toMatchObject({ ok: false, permanent: true, reason: 'recipient_refused' });
  });

  it('is retried when there is no answer', async () => {
    const gone = await startSnsServer();
    await gone.stop();
    const sent = await transportTo(gone.endpoint).send(text);
    expect(sent).toMatchObject({ ok: false, permanent: false, reason: 'transport_unavailable' });
  });

  it('is retried when an answer has no message id, and when something is thrown that is not an error', async () => {
    const client = new SNSClient({ region, credentials });
    const sns = mockClient(client);
    const transport = createSns({ client, settings: { region } });
    sns.on(PublishCommand).resolves({});
    expect(await transport.send(text)).toEqual({ ok: false, permanent: false, reason: 'transport_unavailable' });
    sns.on(PublishCommand).callsFake(() => Promise.reject('no error'));
    expect(await transport.send(text)).toMatchObject({ ok: false, permanent: false, reason: 'transport_unavailable' });
  });
});
