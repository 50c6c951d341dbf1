// The delivery times of a day by recipient domain: the 95th percentile, without an address or a small domain.
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { deliveryTimes } from '../../../bin/doctor/commands/delivery-times.ts';
import { DAY, ID, NOW, SECOND } from '../../support/builders.ts';
import { aContext, anSmtpConfig } from './world.ts';

const row = (pk: string, waitedSeconds: number, tookMilliseconds?: number) => ({
  pk,
  delivery: {
    status: 'delivered',
    seq: 1,
    tries: 0,
    askedAt: NOW - 60 * SECOND,
    at: NOW - 60 * SECOND + waitedSeconds * SECOND,
    ...(tookMilliseconds !== undefined && { tookMilliseconds }),
  },
});

/** 20 mails to Naver, of which the slowest took long. */
const ROWS = [
  ...Array.from({ length: 19 }, (_, index) => row(`signup#email:user${index}@naver.com`, index + 1, 100 * (index + 1))),
  row('reset#email:slow@naver.com', 300, 250_000),
  row(`notice#password_changed#email:boss@small-company.example#${ID}`, 2, 1240),
  row('login#email:b@gmail.com', 3),
  row('otp#sms:+821012345678', 900),
  { pk: 'login#email:old@gmail.com', delivery: { status: 'delivered', seq: 1, tries: 0, at: NOW } },
];

describe('doctor delivery-times', () => {
  it('prints the 95th percentile of each big provider, and one for all other domains', async () => {
    const { context, aws } = aContext();
    aws.documents.on(ScanCommand).resolves({ Items: ROWS });
    const { lines, json, exitCode } = await deliveryTimes(context);
    expect(exitCode).toBe(0);
    expect(lines.map(({ en }) => en)).toEqual([
      'naver.com: 95 % of 20 arrived within 19 s of the request, 1.9 s from SES',
      'gmail.com: 95 % of 1 arrived within 3 s of the request',
      'other domains: 95 % of 1 arrived within 2 s of the request, 1.2 s from SES',
    ]);
    expect(lines[0]?.ko).toBe('naver.com: 20통의 95 %가 요청 후 19초 안에 도착, SES 접수부터 1.9초');
    expect(json['domains']).toContainEqual({ domain: 'naver.com', mails: 20, fromRequest: 19, fromSes: 1.9 });
    expect(JSON.stringify({ lines, json })).not.toMatch(/@|small-company|\+82/);
  });

  it('asks for the deliveries of the last day, and over SMTP for what the server took', async () => {
    const asked = async (config = aContext().context.config) => {
      const { context, aws } = aContext({ config });
      aws.documents.on(ScanCommand).resolves({ Items: [] });
      const { lines } = await deliveryTimes(context);
      expect(lines.map(({ en }) => en)).toEqual(['No mail of the last 24 hours is recorded as arrived.']);
      return aws.documents.commandCalls(ScanCommand)[0]?.args[0].input.ExpressionAttributeValues;
    };
    expect(await asked()).toEqual({ ':done': 'delivered', ':since': NOW - DAY });
    expect(await asked(anSmtpConfig({ host: '127.0.0.1', port: 587 }))).toMatchObject({ ':done': 'sent' });
  });

  it('says of SMTP how long it took until the server had the mail', async () => {
    const { context, aws } = aContext({ config: anSmtpConfig({ host: '127.0.0.1', port: 587 }) });
    aws.documents.on(ScanCommand).resolves({ Items: [row('signup#email:a@naver.com', 4)] });
    const { lines } = await deliveryTimes(context);
    expect(lines).toEqual([
      {
        en: 'naver.com: 95 % of 1 taken by the server within 4 s of the request',
        ko: 'naver.com: 1통의 95 %가 요청 후 4초 안에 서버 접수',
      },
    ]);
  });

  it('needs a deployment', async () => {
    const { context } = aContext({ stack: undefined });
    await expect(deliveryTimes(context)).rejects.toThrow('Latchkey-sandbox is not deployed');
  });
});
