// The doctor's findings on an SMTP server: a real one, good or with one fault, and a secret that exists or not.
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { SMTPServerOptions } from 'smtp-server';
import { describe, expect, it } from 'vitest';
import { checkCountedQuota } from '../../../bin/doctor/checks/mail/quota.ts';
import { checkSmtp, judgeAccount } from '../../../bin/doctor/checks/mail/smtp.ts';
import type { Finding } from '../../../bin/doctor/finding.ts';
import { type Certificates, makeCertificates } from '../../../bin/local/mail/certificates.ts';
import type { LocalSmtpServer } from '../../../bin/local/mail/smtp-server.ts';
import { HOUR, NOW } from '../../support/builders.ts';
import { CREDENTIALS, counting, refusal, refusingAt, startServer } from '../../support/servers/smtp.ts';
import { aContext, anSmtpConfig, awsError, holdSecret, SMTP_SECRET_ARN, TABLE } from './world.ts';

type At = Pick<LocalSmtpServer, 'host' | 'port'> & { readonly secure?: boolean };

const prepared = (at: At, overrides: Readonly<Record<string, unknown>> = {}, certificateAuthority = '') => {
  const config = anSmtpConfig(at, overrides);
  const { context, aws } = aContext({ config, ...(certificateAuthority && { standIns: { certificateAuthority } }) });
  holdSecret(aws, SMTP_SECRET_ARN, CREDENTIALS);
  return { context, aws };
};

const lookAt = async ({ host, port, certificateAuthority }: LocalSmtpServer, held: object = CREDENTIALS) => {
  const { context, aws } = prepared({ host, port }, {}, certificateAuthority);
  holdSecret(aws, SMTP_SECRET_ARN, held);
  return checkSmtp(context);
};

/** Findings hold no user name and no password of a mail server. */
const expectNoSecret = (findings: readonly Finding[]) => {
  const said = JSON.stringify(findings);
  expect(['s3cret!', ...Object.values(CREDENTIALS)].filter((secret) => said.includes(secret))).toEqual([]);
};

describe('an SMTP server', () => {
  it('that takes the log-in over TLS is good', async () => {
    const server = await startServer();
    expect(await lookAt(server)).toEqual([
      {
        check: 'smtp',
        level: 'ok',
        what: {
          ko: `127.0.0.1:${server.port}: TLS와 로그인 정상`,
          en: `127.0.0.1:${server.port}: TLS and log-in work`,
        },
      },
    ]);
    expect(server.mails()).toEqual([]);
  });

  it('that refuses the password is tried once, and is a fault', async () => {
    const { counts, differences } = counting();
    const findings = await lookAt(await startServer({ differences }), { ...CREDENTIALS, password: 's3cret!' });
    expect(findings).toMatchObject([
      {
        level: 'fault',
        what: { en: expect.stringMatching(/: the log-in was refused \(SMTP 535 5\.7\.8\)$/) },
        next: { en: expect.stringMatching(/^Check user and password/), ko: expect.stringContaining('잠기니') },
      },
    ]);
    expect(counts.logIns).toBe(1);
    expectNoSecret(findings);
  });

  it('of a preset gets advice for that provider', async () => {
    const server = await startServer();
    const { host, port, certificateAuthority } = server;
    const senderEmail = 'modu@naver.com';
    const { context, aws } = prepared({ host, port }, { preset: 'naver', senderEmail }, certificateAuthority);
    holdSecret(aws, SMTP_SECRET_ARN, { user: 'modu', password: 's3cret!' });
    const findings = await checkSmtp(context);
    expect(findings).toMatchObject([
      {
        level: 'fault',
        next: {
          en: expect.stringMatching(/^Turn on POP3\/SMTP.* needs an application password/),
          ko: expect.stringContaining('애플리케이션 비밀번호'),
        },
      },
      { level: 'ok', what: { en: 'the sender is the account itself' } },
    ]);
    expectNoSecret(findings);
  });

  it('that offers no STARTTLS gets no password', async () => {
    const { counts, differences } = counting();
    const hidden: SMTPServerOptions = { ...differences, disabledCommands: ['STARTTLS'] };
    const findings = await lookAt(await startServer({ differences: hidden }));
    expect(findings).toMatchObject([
      {
        level: 'fault',
        what: { en: expect.stringMatching(/: TLS could not be started \(/) },
        next: { en: expect.stringMatching(/^Use a port with STARTTLS/) },
      },
    ]);
    expect(counts.logIns).toBe(0);
  });

  it('that begins in clear text, where TLS should begin at once, gets the advice of the other port', async () => {
    const { host, port } = await startServer();
    const { context } = prepared({ host, port, secure: true });
    expect(await checkSmtp(context)).toMatchObject([
      {
        level: 'fault',
        what: { en: expect.stringMatching(/: TLS could not be started \(/) },
        next: { en: expect.stringMatching(/^Use a port where TLS begins at once/) },
      },
    ]);
  });

  it.each<[string, () => Promise<Certificates | undefined>, boolean]>([
    ['for another name', () => makeCertificates({ dns: ['mail.example.com'], ips: [] }), true],
    ['of an authority nobody trusts', async () => undefined, false],
  ])('with a certificate %s is a fault', async (_name, make, isTrusted) => {
    const certificates = await make();
    const { host, port, certificateAuthority } = await startServer(certificates && { certificates });
    const { context } = prepared({ host, port }, {}, isTrusted ? certificateAuthority : '');
    expect(await checkSmtp(context)).toMatchObject([
      {
        level: 'fault',
        what: { en: expect.stringMatching(/: its certificate cannot be trusted \([A-Z_]+\)$/) },
        next: { en: expect.stringMatching(/^Set smtp\.host to the name in the certificate/) },
      },
    ]);
  });

  it('that cannot be reached is a fault, with a hint at networks that block mail', async () => {
    const server = await startServer();
    await server.stop();
    expect(await lookAt(server)).toMatchObject([
      {
        level: 'fault',
        what: { en: expect.stringMatching(/does not answer.*\(ECONNREFUSED\)$/) },
        next: { en: expect.stringMatching(/blocks mail ports/) },
      },
    ]);
  });

  it('whose daily quota is used up is a fault with the advice of that reason', async () => {
    const differences = refusingAt('auth', refusal(550, '5.4.5 Daily limit for no-reply@modu.example'));
    const findings = await lookAt(await startServer({ differences }));
    expect(findings).toMatchObject([{ level: 'fault', next: { en: expect.stringMatching(/^quota_exceeded: /) } }]);
    expectNoSecret(findings);
  });
});

describe('the secret of an SMTP server', () => {
  const NOWHERE: At = { host: '127.0.0.1', port: 1 };

  it.each([
    ['AccessDeniedException', 'unknown', /secretsmanager:GetSecretValue on smtp\.secretArn/],
    ['ResourceNotFoundException', 'fault', /^Create it in Secrets Manager/],
    ['InvalidRequestException', 'fault', /restore-secret$/],
    ['ThrottlingException', 'unknown', /^Check the permissions/],
  ])('that answers %s is %s, and no server is asked', async (name, level, next) => {
    const { context, aws } = prepared(NOWHERE);
    const error = awsError(name, 'User: arn:aws:iam::111122223333:user/s3cret! is not authorized');
    aws.secrets.on(GetSecretValueCommand, { SecretId: SMTP_SECRET_ARN }).rejects(error);
    const findings = await checkSmtp(context);
    expect(findings).toMatchObject([{ check: 'smtp', level, next: { en: expect.stringMatching(next) } }]);
    expectNoSecret(findings);
  });

  it.each([
    ['another field', { username: CREDENTIALS.user, password: CREDENTIALS.password }],
    ['no password', { user: CREDENTIALS.user, password: '' }],
  ])('with %s is a fault that names the form', async (_name, held) => {
    const { context, aws } = prepared(NOWHERE);
    holdSecret(aws, SMTP_SECRET_ARN, held);
    const findings = await checkSmtp(context);
    expect(findings).toMatchObject([
      { level: 'fault', next: { en: 'Store it as JSON in this form: {"user": "…", "password": "…"}' } },
    ]);
    expectNoSecret(findings);
  });
});

describe('the account that logs in', () => {
  it.each([
    ['naver', 'modu@naver.com', 'modu@naver.com', ['ok']],
    ['naver', 'Modu', 'modu@naver.com', ['ok']],
    ['naver', 'another', 'modu@naver.com', ['fault']],
    ['gmail', 'Modu@gmail.com', 'modu@gmail.com', ['ok']],
    ['gmail', 'modu', 'modu@gmail.com', ['note']],
    ['gmail', 'another@modu.example', 'modu@modu.example', ['note']],
    ['sendgrid', 'apikey', 'no-reply@modu.example', []],
    [undefined, 'another', 'no-reply@modu.example', []],
  ] as const)('of %s as %s, sending as %s, is %j', (preset, user, sender, levels) => {
    const findings = judgeAccount(preset, user, sender);
    expect(findings.map(({ level }) => level)).toEqual(levels);
    if (findings.some(({ level }) => level !== 'ok')) expect(JSON.stringify(findings)).not.toContain('another');
  });
});

describe('the quota of an SMTP server', () => {
  const withCounters = (total: number) => {
    const { context, aws } = prepared({ host: '127.0.0.1', port: 1 });
    const pk = (ago: number) => `limit#sent#mail#${Math.floor((NOW - (NOW % HOUR) - ago * HOUR) / 1000)}`;
    const rows = [
      { pk: pk(0), total: total - 3, ttl: 1 },
      { pk: pk(24), total: 3, ttl: 1 },
    ];
    aws.documents.on(BatchGetCommand).resolves({ Responses: { [TABLE]: rows } });
    return checkCountedQuota(context);
  };

  it.each([
    [399, 'ok'],
    [400, 'note'],
    [500, 'fault'],
  ])('with %i of 500 counted is %s', async (used, level) => {
    expect(await withCounters(used)).toMatchObject([
      { check: 'quota', level, what: { en: `${used} of 500 mails in 24 hours, 1 a second (as Latchkey counts)` } },
    ]);
  });

  it('is not counted before the first deployment', async () => {
    const { context } = prepared({ host: '127.0.0.1', port: 1 });
    expect(await checkCountedQuota({ ...context, stack: undefined })).toEqual([]);
  });
});
