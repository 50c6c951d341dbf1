// A stage that sends by an SMTP server and SNS, deployed: the operator's secret made beforehand, a real server with TLS, and SES behind it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificates } from '../../bin/local/mail/certificates.ts';
import { type LocalSmtpServer, startSmtpServer } from '../../bin/local/mail/smtp-server.ts';
import {
  CODE,
  eventually,
  freshAddress,
  mailTo,
  PASSWORD,
  pendingSignUp,
  post,
  type Target,
} from '../black-box/flows/target.ts';
import { subjectOf } from '../support/mails.ts';
import { createCloudTarget, senderOf, textsTo } from './cloud-target.ts';
import { type Cdk, createCdk, type Deployment } from './deploy.ts';
import { readLogs } from './logs.ts';
import { type MiniStack, startMiniStack } from './ministack.ts';
import { repair } from './repair.ts';
import { signUpRow } from './rows.ts';
import { createSecret, type Secret } from './secret.ts';
import { describeWebhooks, startWebhookEndpoint, WEBHOOK_HOSTS, type WebhookEndpoint } from './webhook-flow.ts';

const SENDER = 'no-reply@example.com';
/** Not `localhost`: a stage requires a full host name. For the functions it is this machine (name-server.mjs). */
const HOST = 'smtp.localhost';
const RIGHT = { user: SENDER, password: 'right-p4ss wörd' };
const WRONG = { user: SENDER, password: 'wrong-p4ss wörd' };

const folder = mkdtempSync(join(tmpdir(), 'latchkey-transports-'));
let miniStack: MiniStack;
let server: LocalSmtpServer;
let secret: Secret;
let endpoint: WebhookEndpoint;
let cdk: Cdk;
let deployment: Deployment;
let target: Target;

beforeAll(async () => {
  const certificates = await makeCertificates({ dns: [HOST, ...WEBHOOK_HOSTS], ips: [] });
  const authority = join(folder, 'authority.pem');
  writeFileSync(authority, certificates.authority);
  miniStack = await startMiniStack(folder, { NODE_EXTRA_CA_CERTS: authority });
  server = await startSmtpServer({ port: 0, users: { [RIGHT.user]: RIGHT.password }, certificates });
  secret = await createSecret(miniStack, 'team/smtp', WRONG);
  endpoint = await startWebhookEndpoint(miniStack, certificates);
  cdk = createCdk(miniStack, folder);
  await cdk.bootstrap();
});
beforeEach(({ onTestFailed }) => {
  onTestFailed(() => void process.stderr.write(`MiniStack said last:\n${miniStack?.lastLines()}\n`));
});
afterAll(async () => {
  await server?.stop();
  await endpoint?.stop();
  await miniStack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const prepare = (overrides: Readonly<Record<string, unknown>> = {}): ReturnType<Cdk['prepare']> => {
  const smtp = { host: HOST, port: server.port, secretArn: secret.arn };
  const mails = { sesMode: 'sandbox', transport: 'smtp', smtp, senderEmail: SENDER, brandName: '모두의 가게' };
  return cdk.prepare(
    { ...mails, sms: { KR: 'sns' }, otp: 'public', webhooks: endpoint.webhooks, ...overrides },
    { stage: 'smtp' },
  );
};

const finish = async (deploy: () => Promise<Deployment>): Promise<void> => {
  deployment = await deploy();
  await repair(miniStack, deployment);
  target = {
    ...(await createCloudTarget(miniStack, deployment)),
    mails: async (to) => server.messages().filter((message) => message.to === to),
    texts: (to) => textsTo(miniStack, to),
  };
};

const signUp = async (): Promise<string> => {
  const email = freshAddress();
  expect((await post(target, '/signup', { email, password: PASSWORD })).status).toBe(202);
  return email;
};

/** The log lines of a delivery, as soon as they exist: a function's lines come after its work. */
const logLine = (id: string, event: string): Promise<string> =>
  eventually(async () => {
    const lines = (await readLogs(miniStack, id)).split('\n');
    return lines.find((line) => line.includes(id) && line.includes(`"${event}"`));
  }, `${event} in the log`);

describe('a stage with transport "smtp"', () => {
  /** The address whose mail waits because the server refused the log-in. */
  let waiting = '';
  let deployWithFallback: () => Promise<Deployment>;

  describe('whose secret holds a wrong password', () => {
    beforeAll(async () => {
      await finish(await prepare());
      // Beforehand: so the next deploy is quicker than the first retry, which comes after 15 s.
      deployWithFallback = await prepare({ fallback: 'ses' });
    });

    it('says so in the row and in the log, and keeps the mail', async () => {
      waiting = await signUp();
      const { id, delivery } = await signUpRow({ miniStack, deployment }, waiting, 'queued');
      expect(delivery).toMatchObject({ reason: 'credentials_refused', tries: 1 });
      expect(server.mails()).toEqual([]);
      expect(await logLine(id, 'mail_queued')).toContain('"credentials_refused"');
    });
  });

  describe('whose secret is right', () => {
    beforeAll(async () => {
      await secret.change(RIGHT);
      await finish(deployWithFallback);
    });

    it('sends a Korean mail through the server, and its link logs in', async () => {
      const { address, continuation, mail, token, code } = await pendingSignUp(target);
      expect(mail.subject).toBe(`[모두의 가게] ${subjectOf('verification')}`);
      expect(mail.text).toContain(`\n${code}\n`);
      expect(mail.html).toContain(subjectOf('verification'));
      expect(server.mails().find(({ to }) => to.includes(address))?.from).toBe(SENDER);
      expect(await senderOf(miniStack, address)).toBeUndefined();
      const verified = await post(target, '/verify', { token, continuation });
      expect(verified).toMatchObject({ status: 200, body: { tokenType: 'Bearer', user: { email: address } } });
    });

    it('sends a Korean text through SNS, and its code is right', async () => {
      const { body } = await post(target, '/otp', { channel: 'sms', to: '010-2468-1357' });
      const text = await eventually(async () => (await target.texts?.('+821024681357'))?.[0], 'the text');
      expect(text).toMatch(/^\[모두의 가게\] 인증번호 \d{6} 타인에게 알리지 마세요\.\n@\S+ #\d{6}$/);
      const checked = await post(target, '/otp/check', { code: CODE.exec(text)?.[0], continuation: body.continuation });
      expect(checked).toMatchObject({ status: 200, body: { verified: true } });
    });

    // The deploy restarted the functions, so the minute they wait before they log in again is not tested here.
    it('sends the mail that waited', async () => {
      await expect.poll(() => target.mails(waiting), { timeout: 90_000 }).toHaveLength(1);
      const { delivery } = await signUpRow({ miniStack, deployment }, waiting, 'sent');
      expect(delivery).not.toHaveProperty('reason');
    });

    it('sends through SES while the server is down', async () => {
      await server.stop();
      const address = await signUp();
      const viaSes = await createCloudTarget(miniStack, deployment);
      expect((await mailTo(viaSes, address)).subject).toBe(`[모두의 가게] ${subjectOf('verification')}`);
      expect(await senderOf(miniStack, address)).toBe(SENDER);
      const { id } = await signUpRow({ miniStack, deployment }, address, 'sent');
      expect(await logLine(id, 'fallback_used')).toContain('"transport_unavailable"');
    });

    describeWebhooks(() => ({ miniStack, deployment, endpoint }));

    it('writes no password of the server into its logs', async () => {
      const logs = await readLogs(miniStack, 'mail_sent');
      expect([RIGHT, WRONG].filter(({ password }) => logs.includes(password))).toEqual([]);
    });
  });
});
