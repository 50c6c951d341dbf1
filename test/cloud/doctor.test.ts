// `npm run doctor` as an operator runs it, against a real deployment in MiniStack and a name server of the test's own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ListSubscriptionsByTopicCommand, SNSClient, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshAddress, mailTo, PASSWORD, pendingSignUp, post, type Target } from '../black-box/flows/target.ts';
import { ID } from '../support/builders.ts';
import { type NameServer, startNameServer, type Zones } from '../support/servers/name-server.ts';
import { describeBeforeDeploy } from './before-deploy.ts';
import { createCloudTarget } from './cloud-target.ts';
import { type Cdk, createCdk, type Deployment } from './deploy.ts';
import { createDoctor, type Doctor } from './doctor-process.ts';
import { createSesEvents } from './feedback-events.ts';
import { clientOptions, type MiniStack, startMiniStack } from './ministack.ts';
import { describeFeedbackRedrive } from './redrive-flow.ts';
import { repair } from './repair.ts';
import { physicalName } from './resources.ts';
import { signUpRow } from './rows.ts';
import { runAdmin } from './run-admin.ts';
import { describeSenderDomain } from './sender-domain.ts';
import { setProductionAccess } from './ses-access.ts';

const folder = mkdtempSync(join(tmpdir(), 'latchkey-doctor-'));
const DMARC: Zones = { '_dmarc.example.com': { txt: ['v=DMARC1; p=none'] } };
let zone: Zones = {};
let nameServer: NameServer;
let miniStack: MiniStack;
let doctor: Doctor;
let cdk: Cdk;

beforeAll(async () => {
  nameServer = await startNameServer(() => zone);
  miniStack = await startMiniStack(folder);
  doctor = createDoctor(miniStack, join(folder, 'doctor'), nameServer.address);
  cdk = createCdk(miniStack, folder);
  await cdk.bootstrap();
  // Like every new account.
  await setAccess({ isOutOfSandbox: false });
});
afterAll(async () => {
  await miniStack?.stop();
  await nameServer?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const REASON = ['--reason', 'ticket 12'];

const setAccess = ({ isOutOfSandbox }: { readonly isOutOfSandbox: boolean }): Promise<void> =>
  setProductionAccess(miniStack, isOutOfSandbox);

describeBeforeDeploy(() => folder);

describe('an account before the first deployment', () => {
  it('is in the sandbox, with an unverified sender and no DMARC record: exit code 1', async () => {
    doctor.configure({ senderEmail: undefined, senderDomain: 'example.com', senderIdentity: 'existing' });
    const { exitCode, of } = await doctor.check();
    expect(of('stack')).toMatchObject([{ level: 'fault', what: 'Latchkey-sandbox: is not deployed yet' }]);
    expect(of('account')).toMatchObject([{ level: 'note', what: expect.stringMatching(/^In the sandbox/) }]);
    expect(of('sender')).toMatchObject([{ level: 'fault', what: 'example.com: SES does not know it' }]);
    expect(of('dns').map(({ what }) => what)).toContain('example.com: has no DMARC record');
    expect(exitCode).toBe(1);
  });

  it('is a fault for a stage that says production', async () => {
    doctor.configure({ sesMode: 'production', sandboxRecipients: undefined, otp: 'off' });
    expect((await doctor.check()).of('account')).toMatchObject([{ level: 'fault' }]);
  });
});

describe('the doctor itself', () => {
  it('cannot run without an AWS that answers, or without a configuration: exit code 2', async () => {
    doctor.configure({});
    const away = await doctor.run([], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_MAX_ATTEMPTS: '1' });
    expect(away).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/^AWS could not be called/) });
    expect(await doctor.run(['--stage', 'nowhere'])).toMatchObject({ exitCode: 2, stdout: '' });
  });
});

describe('a deployed stage', () => {
  let deployment: Deployment;
  let target: Target;
  const admin = (...words: readonly string[]) => runAdmin({ miniStack, target }, ...words);
  const explain = async (address: string): Promise<string> => JSON.stringify((await admin('explain', address)).body);

  beforeAll(async () => {
    zone = DMARC;
    doctor.configure({});
    deployment = await cdk.deploy({});
    await repair(miniStack, deployment);
    target = await createCloudTarget(miniStack, deployment);
  });

  it('can send: exit code 0, everything checked, and a table that says so in Korean', async () => {
    const { exitCode, findings } = await doctor.check();
    expect(findings.filter(({ level }) => level === 'fault' || level === 'unknown')).toEqual([]);
    const seen = new Set(findings.map(({ check }) => check));
    expect([...seen].sort()).toEqual([
      'account',
      'alarms',
      'clock',
      'concurrency',
      'deadLetters',
      'dns',
      'events',
      'keys',
      'quota',
      'recipient',
      'selfCheck',
      'sender',
      'stack',
      'tables',
    ]);
    expect(exitCode).toBe(0);
    const table = await doctor.run(['--lang', 'ko']);
    expect(table).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/보낼 수 있습니다\.\n$/), stderr: '' });
  });

  it('hashes in the deployed function, which says how long that takes', async () => {
    const what = expect.stringMatching(/^argon2 is there, one hash takes \d+ ms \(Node v24\./);
    expect((await doctor.check()).of('selfCheck')).toMatchObject([{ what }]);
  });

  it('notices that nobody gets the alarms any more', async () => {
    expect((await doctor.check()).of('alarms')).toMatchObject([{ level: 'ok', what: 'ops@example.com gets them' }]);
    const sns = new SNSClient(clientOptions(miniStack));
    const TopicArn = await physicalName(miniStack, deployment, 'MonitoringAlarms');
    const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    for (const { SubscriptionArn } of Subscriptions) await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    expect((await doctor.check()).of('alarms')).toMatchObject([
      { level: 'note', what: expect.stringMatching(/is not subscribed/), next: expect.stringContaining(TopicArn) },
    ]);
  });

  it('tells why a person got no mail in the sandbox', async () => {
    const email = freshAddress();
    expect((await post(target, '/signup', { email, password: PASSWORD })).status).toBe(202);
    const why = /"status":"failed","reason":"recipient_not_verified"/;
    await expect.poll(() => explain(email), { timeout: 20_000 }).toMatch(why);
    await setAccess({ isOutOfSandbox: true });
  });

  it('redrives a mail from the dead-letter queue, and it arrives', async () => {
    const { address } = await pendingSignUp(target);
    // Else the courier notes the first mail after the change below, which leaves the row's version as it is.
    await signUpRow({ miniStack, deployment }, address, 'sent');
    const pk = `signup#email:${address}`;
    const { Attributes } = await DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(miniStack))).send(
      new UpdateCommand({
        TableName: await physicalName(miniStack, deployment, 'TablesVerifications'),
        Key: { pk },
        UpdateExpression: 'SET delivery.#status = :queued',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':queued': 'queued' },
        ReturnValues: 'ALL_NEW',
      }),
    );
    const MessageBody = JSON.stringify({ pk, id: Attributes?.['id'], seq: Attributes?.['delivery'].seq });
    const QueueUrl = await physicalName(miniStack, deployment, 'CourierDeadLetters');
    await new SQSClient(clientOptions(miniStack)).send(new SendMessageCommand({ QueueUrl, MessageBody }));

    expect((await doctor.check()).of('deadLetters')).toContainEqual(
      expect.objectContaining({ what: 'Mails: 1 given up' }),
    );
    const { exitCode, stdout } = await doctor.run(['redrive', '--json']);
    expect({ exitCode, ...JSON.parse(stdout) }).toEqual({
      exitCode: 0,
      tickets: 1,
      rows: 0,
      streamNotes: 0,
      events: 0,
      accountEvents: 0,
      webhooks: 0,
      reused: 0,
      left: 0,
    });
    await mailTo(target, address, 2);
    expect((await doctor.check()).of('deadLetters')).toContainEqual(
      expect.objectContaining({ what: 'Mails: 0 given up' }),
    );
  });

  it('sends nothing to an address that was suppressed by hand, until that is lifted', async () => {
    const email = freshAddress();
    expect(await admin('suppress', email, ...REASON)).toMatchObject({ exitCode: 0, body: { isNew: true } });
    expect((await post(target, '/signup', { email, password: PASSWORD })).status).toBe(202);
    await expect.poll(() => explain(email), { timeout: 20_000 }).toMatch(/"status":"skipped","reason":"suppressed"/);
    expect(await admin('unsuppress', email, ...REASON)).toMatchObject({ body: { wasSuppressed: 'by_hand' } });
  });

  it('explains what became of a mail, without its code, link, hash or continuation', async () => {
    const { address, token, code, continuation } = await pendingSignUp(target);
    const explained = await explain(address);
    expect(explained).toMatch(/"mail":"signup","status":"asked".*"status":"(?:pending|sent)".*"status":"expires"/);
    expect([token, code, continuation, 'argon2'].filter((secret) => explained.includes(secret))).toEqual([]);
  });

  it('says how long a mail took that SES reports as delivered', async () => {
    const { address } = await pendingSignUp(target);
    const { id } = await signUpRow({ miniStack, deployment }, address, 'sent');
    const events = await createSesEvents(miniStack, deployment);
    await events.publish('delivered', { to: address, purpose: 'signup', challenge: id, seq: 1 });
    await signUpRow({ miniStack, deployment }, address, 'delivered');
    const { exitCode, stdout } = await doctor.run(['delivery-times']);
    expect(stdout).toMatch(/^other domains: 95 % of 1 arrived within [\d.]+ s of the request, 0\.5 s from SES\n$/);
    expect(exitCode).toBe(0);
  });

  it('sees the bounce of a test mail come back through EventBridge, and leaves no suppression behind', async () => {
    const to = 'bounce@simulator.amazonses.com';
    const events = await createSesEvents(miniStack, deployment);
    const sending = doctor.run(['send', '--to', to, '--json']);
    let isOver = false;
    sending.finally(() => {
      isOver = true;
    });
    // What SES would publish: the emulator does not.
    while (!isOver) {
      await events.publish('bouncedForGood', { to, purpose: 'otp', challenge: ID, seq: 1 });
      await wait(1000);
    }
    const { exitCode, stdout } = await sending;
    expect({ exitCode, ...JSON.parse(stdout) }).toMatchObject({ exitCode: 0, sent: true, feedback: 'noted' });
    await wait(2000);
    await admin('unsuppress', to, ...REASON);
    expect(await doctor.run(['--address', to])).toMatchObject({
      stdout: expect.stringContaining(`${to}: is not suppressed`),
    });
  });

  describeFeedbackRedrive(() => ({ miniStack, deployment, doctor, target }));
});

describeSenderDomain(() => ({
  miniStack,
  cdk,
  doctor,
  leaveSandbox: () => setAccess({ isOutOfSandbox: true }),
  publish: (zones) => {
    zone = zones;
  },
}));
