// Load on the deployed stack in MiniStack: what it accepts is sent or noted, and it goes on after ten times as many.
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { mailTo, readMail } from '../black-box/flows/target.ts';
import { createCloudTarget } from '../cloud/cloud-target.ts';
import { createCdk, type Deployment } from '../cloud/deploy.ts';
import { clientOptions, type MiniStack, startMiniStack } from '../cloud/ministack.ts';
import { repair } from '../cloud/repair.ts';
import { physicalName } from '../cloud/resources.ts';
import { createClient } from './client.ts';
import { countOf, drivePeople } from './drive.ts';
import { describeWrong, type Findings } from './findings.ts';
import { type Owed, readOwed } from './owed.ts';
import { createTraffic, makeAccounts, type Traffic } from './traffic.ts';

const KEY = 'the key of the load';
/** As long as API Gateway waits for a function. */
const PATIENCE_MILLISECONDS = 30_000;
const [PEOPLE, CROWD, ACCOUNTS] = [3, 30, 8];
const SETTLE_SECONDS = 40;

/** Resolves to why there is no MiniStack, if there is none. */
export const loadCloud = async (findings: Findings, minutes: number): Promise<string | undefined> => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-load-cloud-'));
  let miniStack: MiniStack | undefined;
  try {
    miniStack = await startMiniStack(folder).catch((error: Error) => {
      if (/is not installed/.test(error.message)) return undefined;
      throw error;
    });
    if (!miniStack) return 'MiniStack is not installed (pip install -r test/cloud/requirements.txt)';
    await loadDeployed(findings, miniStack, folder, minutes);
    return undefined;
  } finally {
    await miniStack?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const deploy = async (miniStack: MiniStack, folder: string): Promise<Deployment> => {
  const cdk = createCdk(miniStack, folder);
  await cdk.bootstrap();
  const keySha256 = createHash('sha256').update(KEY).digest('hex');
  const deployment = await cdk.deploy({ trustedCallers: [{ name: 'load', keySha256 }] });
  await repair(miniStack, deployment);
  return deployment;
};

const loadDeployed = async (
  findings: Findings,
  miniStack: MiniStack,
  folder: string,
  minutes: number,
): Promise<void> => {
  const deployment = await deploy(miniStack, folder);
  const target = await createCloudTarget(miniStack, deployment);
  const client = createClient(target.baseUrl, KEY, PATIENCE_MILLISECONDS);
  try {
    const tokenOf = async (address: string) => readMail(target, await mailTo(target, address)).token;
    const traffic = createTraffic(client, await makeAccounts(client, ACCOUNTS, tokenOf));
    const run = async (phase: string, people: number, seconds: number) => {
      const drive = await drivePeople(traffic, people, seconds);
      findings.show(phase, drive);
      findings.must(countOf(drive, 'wrong') === 0, `deployed, ${phase}: wrong answers (${describeWrong(drive)})`);
      return drive;
    };
    await run(`${PEOPLE} people`, PEOPLE, minutes * 60);
    await run(`${CROWD} people`, CROWD, 8);
    const after = await run(`${PEOPLE} people, after that`, PEOPLE, 5);
    findings.must(countOf(after, 'right') > 0, 'deployed: nothing was answered after the crowd');
    const { byStatus, lost } = await untilSettled(miniStack, deployment, traffic);
    findings.must(lost.length === 0, `deployed: ${lost.length} accepted messages are nowhere`);
    process.stdout.write(`accepted ${traffic.accepted.length}: ${JSON.stringify(byStatus)}\n`);
  } finally {
    client.stop();
  }
};

const untilSettled = async (miniStack: MiniStack, deployment: Deployment, traffic: Traffic): Promise<Owed> => {
  const database = new DynamoDBClient(clientOptions(miniStack));
  const table = await physicalName(miniStack, deployment, 'TablesVerifications');
  const deadline = Date.now() + SETTLE_SECONDS * 1000;
  try {
    for (;;) {
      const owed = await readOwed(DynamoDBDocumentClient.from(database), table, traffic.accepted);
      if (owed.pending === 0 || Date.now() > deadline) return owed;
      await wait(1000);
    }
  } finally {
    database.destroy();
  }
};
