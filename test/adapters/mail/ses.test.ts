// Proves what the transport sends to SES, and that each refusal of SES gives a reason an operator can act on.
import { Readable } from 'node:stream';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { createSesTransport } from '#adapters/mail/ses.ts';
import { DELIVERY_REASONS, type DeliveryReason } from '#domain/delivery/reasons.ts';

const senderEmail = 'NoReply@Modu.example';
const mail = {
  to: 'user@example.com',
  raw: Buffer.from('From: a\r\n\r\nb'),
  tags: { purpose: 'signup', challenge: '01JABCDEFGHJKMNPQRSTVWXYZ0', seq: '2' },
};
const region = 'ap-northeast-2';
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };

/** The SDK with its own parser, fed with real responses of SES. */
const sendAnswered = (statusCode: number, body: string) => {
  const client = new SESClient({
    region,
    credentials,
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({
        response: { statusCode, headers: { 'content-type': 'text/xml' }, body: Readable.from([Buffer.from(body)]) },
      }),
    },
  });
  return createSesTransport({ client, senderEmail }).send(mail);
};

const NAMESPACE = 'xmlns="http://ses.amazonaws.com/doc/2010-12-01/"';
const errorXml = (code: string, message: string, type = 'Sender') =>
  `<ErrorResponse ${NAMESPACE}><Error><Type>${type}</Type><Code>${code}</Code><Message>${message
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')}</Message></Error><RequestId>0a</RequestId></ErrorResponse>`;

const sendMocked = (failure: Error) => {
  const client = new SESClient({ region, credentials });
  mockClient(client).on(SendRawEmailCommand).rejects(failure);
  return createSesTransport({ client, senderEmail }).send(mail);
};

const unverified = (identities: string) =>
  `Email address is not verified. The following identities failed the check in region AP-NORTHEAST-2: ${identities}`;

const denied = (identity: string) =>
  "User `arn:aws:sts::111122223333:assumed-role/Courier/courier' is not authorized to perform `ses:SendRawEmail' on resource " +
  `\`arn:aws:ses:ap-northeast-2:111122223333:identity/${identity}'`;

describe('a request to SES', () => {
  const inputOf = async (configurationSet?: string) => {
    const client = new SESClient({ region, credentials });
    const ses = mockClient(client);
    ses.on(SendRawEmailCommand).resolves({ MessageId: '0100-abc' });
    const transport = createSesTransport({ client, senderEmail, ...(configurationSet && { configurationSet }) });
    const result = await transport.send(mail);
    return { result, input: ses.commandCalls(SendRawEmailCommand)[0]?.args[0].input };
  };

  it('goes to cc and bcc recipients too', async () => {
    const client = new SESClient({ region, credentials });
    const ses = mockClient(client);
    ses.on(SendRawEmailCommand).resolves({ MessageId: '0100-abc' });
    await createSesTransport({ client, senderEmail }).send({ ...mail, cc: ['c@example.com'], bcc: ['b@example.com'] });
    const [call] = ses.commandCalls(SendRawEmailCommand);
    expect(call?.args[0].input.Destinations).toEqual(['user@example.com', 'c@example.com', 'b@example.com']);
  });

  it('is the raw message, to the one recipient, with set and tags beside it', async () => {
    const { input, result } = await inputOf('latchkey-sandbox');
    expect(input).toEqual({
      Source: senderEmail,
      Destinations: ['user@example.com'],
      RawMessage: { Data: mail.raw },
      ConfigurationSetName: 'latchkey-sandbox',
      Tags: [
        { Name: 'purpose', Value: 'signup' },
        { Name: 'challenge', Value: '01JABCDEFGHJKMNPQRSTVWXYZ0' },
        { Name: 'seq', Value: '2' },
      ],
    });
    expect(result).toEqual({ ok: true, messageId: '0100-abc' });
  });

  it('names no configuration set when there is none', async () => {
    expect(Object.keys((await inputOf()).input ?? {})).not.toContain('ConfigurationSetName');
  });
});

describe('an answer of SES', () => {
  it('gives its message id', async () => {
    const body = `<SendRawEmailResponse ${NAMESPACE}><SendRawEmailResult><MessageId>0100-abc</MessageId></SendRawEmailResult></SendRawEmailResponse>`;
    expect(await sendAnswered(200, body)).toEqual({ ok: true, messageId: '0100-abc' });
  });

  it.each<[status: number, code: string, message: string, reason: DeliveryReason, permanent: boolean]>([
    [400, 'MessageRejected', unverified('user@example.com'), 'recipient_not_verified', true],
    [400, 'MessageRejected', unverified('User@Example.com'), 'recipient_not_verified', true],
    [400, 'MessageRejected', unverified('noreply@modu.example'), 'sender_not_verified', false],
    [400, 'MessageRejected', unverified('modu.example, user@example.com'), 'sender_not_verified', false],
    [400, 'MessageRejected', unverified('Modu <NoReply@Modu.example>, user@example.com'), 'sender_not_verified', false],
    [400, 'MessageRejected', unverified('"Kim, Lee" <noreply@modu.example>'), 'sender_not_verified', false],
    [400, 'MessageRejected', unverified('other@modu.example, user@example.com...'), 'recipient_not_verified', true],
    [400, 'MessageRejected', unverified('x@elsewhere.example, ...'), 'sender_not_verified', false],
    [400, 'MessageRejected', 'Email address is not verified.', 'sender_not_verified', false],
    // Which of the two checks SES makes first for an unverified recipient is not documented.
    [403, 'AccessDenied', denied('user@example.com'), 'recipient_not_verified', true],
    [403, 'AccessDenied', denied('User@example.com'), 'recipient_not_verified', true],
    [403, 'AccessDenied', denied('example.com'), 'recipient_not_verified', true],
    [403, 'AccessDenied', denied('noreply@modu.example'), 'not_authorised', false],
    [403, 'AccessDenied', denied('modu.example'), 'not_authorised', false],
    [403, 'AccessDenied', denied('else@example.com'), 'not_authorised', false],
    [403, 'AccessDenied', 'User is not authorized to perform ses:SendRawEmail', 'not_authorised', false],
    [
      400,
      'MessageRejected',
      'Sending paused for this account. For more information, please check the inbox of the email address associated with your AWS account.',
      'sending_paused',
      false,
    ],
    [400, 'MessageRejected', 'Email sending for the configuration set x is paused.', 'sending_paused', false],
    [400, 'MessageRejected', 'Something new.', 'mail_refused', false],
    [400, 'MailFromDomainNotVerifiedException', 'No MX record.', 'sender_not_verified', false],
    [400, 'MailFromDomainNotVerified', 'No MX record.', 'sender_not_verified', false],
    [400, 'ConfigurationSetDoesNotExist', 'Configuration set <x> does not exist.', 'configuration_set_missing', false],
    [400, 'ConfigurationSetDoesNotExistException', 'No set.', 'configuration_set_missing', false],
    [400, 'ConfigurationSetSendingPausedException', 'Paused.', 'sending_paused', false],
    [400, 'AccountSendingPausedException', 'Paused.', 'sending_paused', false],
    [400, 'Throttling', 'Maximum sending rate exceeded.', 'rate_exceeded', false],
    [454, 'Throttling', 'Daily message quota exceeded.', 'quota_exceeded', false],
    [400, 'ThrottlingException', 'Daily message quota exceeded', 'quota_exceeded', false],
    [
      403,
      'AccessDenied',
      "User `arn:aws:sts::111122223333:assumed-role/courier/x' is not authorized to perform `ses:SendRawEmail' on resource `arn:aws:ses:ap-northeast-2:111122223333:configuration-set/user@example.com'",
      'not_authorised',
      false,
    ],
    [403, 'AccessDeniedException', 'No.', 'not_authorised', false],
    [403, 'InvalidClientTokenId', 'The security token included in the request is invalid.', 'not_authorised', false],
    [403, 'ExpiredTokenException', 'The security token is expired.', 'not_authorised', false],
    [400, 'InvalidParameterValue', "Missing final '@domain'", 'recipient_refused', true],
    [400, 'InvalidParameterValue', 'Local address contains control or whitespace', 'recipient_refused', true],
    [400, 'InvalidParameterValue', 'Domain contains illegal character', 'recipient_refused', true],
    [400, 'InvalidParameterValue', 'Missing domain', 'recipient_refused', true],
    [400, 'InvalidParameterValue', 'Illegal address', 'recipient_refused', true],
    [400, 'InvalidParameterValue', 'Transaction failed: Expected disposition, got null', 'mail_refused', false],
    [400, 'InvalidParameterValue', "Duplicate header 'From'.", 'mail_refused', false],
    [400, 'SomethingNew', 'What is this?', 'mail_refused', false],
    [500, 'InternalFailure', 'Internal failure.', 'transport_unavailable', false],
    [503, 'ServiceUnavailable', 'Try later.', 'transport_unavailable', false],
    [408, 'RequestTimeout', 'Too slow.', 'transport_unavailable', false],
  ])('%i %s "%s" is %s (permanent: %s)', async (status, code, message, reason, permanent) => {
    const type = status >= 500 ? 'Receiver' : 'Sender';
    expect(await sendAnswered(status, errorXml(code, message, type))).toEqual({
      ok: false,
      permanent,
      reason,
      error: expect.any(String),
    });
    expect(DELIVERY_REASONS).toHaveProperty(reason);
  });

  it.each([
    [502, '<html><body>Bad gateway</body></html>'],
    [200, '<html><body>Welcome to the hotel network</body></html>'],
    [200, 'no xml <'],
    [503, ''],
  ])('of %i with "%s" from something in between is worth another try', async (status, body) => {
    expect(await sendAnswered(status, body)).toMatchObject({
      ok: false,
      permanent: false,
      reason: 'transport_unavailable',
    });
  });
});

describe('no answer at all', () => {
  const named = (name: string, message: string, code?: string) =>
    Object.assign(new Error(message), { name, ...(code && { code }) });

  it.each([
    ['a refused connection', named('Error', 'connect ECONNREFUSED 127.0.0.1:443', 'ECONNREFUSED')],
    ['an unknown host', named('Error', 'getaddrinfo ENOTFOUND email.ap-northeast-2.amazonaws.com', 'ENOTFOUND')],
    ['a lost connection', named('TimeoutError', 'socket hang up', 'ECONNRESET')],
    ['a time-out', named('TimeoutError', 'a request has exceeded the configured 300 ms requestTimeout.', 'ETIMEDOUT')],
    ['an abort', named('AbortError', 'Request aborted')],
  ])('because of %s is worth another try', async (_, failure) => {
    expect(await sendMocked(failure)).toMatchObject({ ok: false, permanent: false, reason: 'transport_unavailable' });
  });

  it('because of missing credentials is a missing permission', async () => {
    const failure = named('CredentialsProviderError', 'Could not load credentials from any providers');
    expect(await sendMocked(failure)).toEqual({
      ok: false,
      permanent: false,
      reason: 'not_authorised',
      error: 'CredentialsProviderError',
    });
  });
});
