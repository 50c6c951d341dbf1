// Proves that the quota of the account is read from SES.
import { GetSendQuotaCommand, type GetSendQuotaCommandOutput, SESClient } from '@aws-sdk/client-ses';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { createSesQuotaReader } from '#adapters/mail/ses-quota-reader.ts';
import { DependencyError } from '#domain/errors.ts';

const readAnswered = (answer: Partial<GetSendQuotaCommandOutput> | Error) => {
  const client = new SESClient({ region: 'ap-northeast-2', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
  const ses = mockClient(client).on(GetSendQuotaCommand);
  if (answer instanceof Error) ses.rejects(answer);
  else ses.resolves(answer);
  return createSesQuotaReader(client).read();
};

describe('the quota', () => {
  it('has SES’s figures: per day, per second, and used', async () => {
    expect(await readAnswered({ Max24HourSend: 200, MaxSendRate: 1, SentLast24Hours: 87 })).toEqual({
      mailsPer24Hours: 200,
      mailsPerSecond: 1,
      sentInLast24Hours: 87,
    });
  });

  it('without a daily limit is -1 per day', async () => {
    expect(await readAnswered({ Max24HourSend: -1, MaxSendRate: 500, SentLast24Hours: 5 })).toMatchObject({
      mailsPer24Hours: -1,
    });
  });

  it('of an account that has sent nothing may have no sent figure', async () => {
    expect(await readAnswered({ Max24HourSend: 200, MaxSendRate: 1 })).toMatchObject({ sentInLast24Hours: 0 });
  });

  it.each<[string, Partial<GetSendQuotaCommandOutput> | Error]>([
    ['an answer without figures', {}],
    ['one without the rate', { Max24HourSend: 200 }],
    ['a throttled call', Object.assign(new Error('Rate exceeded'), { name: 'Throttling' })],
    ['missing rights', Object.assign(new Error('not authorized'), { name: 'AccessDenied' })],
    ['no connection', Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })],
  ])('is unknown after %s: a failure of SES, with its cause', async (_name, answer) => {
    const failure = await readAnswered(answer).catch((error) => error);
    expect(failure).toBeInstanceOf(DependencyError);
    expect(failure).toMatchObject({ dependency: 'ses', cause: expect.any(Error) });
  });
});
