// The last release is deployed and used; then this one is deployed over it, and what people hold still works.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CODE, eventually, request, type Target } from '../black-box/flows/target.ts';
import { BEGINNINGS, STORIES, type Story } from '../support/last-release/beginnings.ts';
import { checkOutLastRelease, missingForLastRelease } from '../support/last-release/checkout.ts';
import { type Client, createMailbox } from '../support/last-release/client.ts';
import { goOn } from '../support/last-release/goings-on.ts';
import { compare } from '../support/stack/effects.ts';
import { COOL_DOWN_SECONDS, createCloudTarget, textsTo } from './cloud-target.ts';
import { createCdk, type Deployment } from './deploy.ts';
import { type MiniStack, startMiniStack } from './ministack.ts';
import { repair } from './repair.ts';
import { readWholeTemplate } from './resources.ts';

/** All requests come from one address here. Codes live long enough for a deployment in between. */
const STAGE = {
  sms: { KR: 'sns' },
  otp: 'public',
  limits: { sendingRequestsPerMinute: 1000, sendingRequestsPerHour: 10_000, coolDownSeconds: COOL_DOWN_SECONDS },
  lifetimes: { otpEmailSeconds: 1200, otpSmsSeconds: 1200, phoneChangeSeconds: 1200 },
};

/** Twice what one deployment may take. */
const DEPLOYMENTS_WITHIN_MILLISECONDS = 600_000;

const missing = missingForLastRelease();
if (missing) process.stderr.write(`SKIPPED: the deployment over the last release: ${missing}\n`);

describe.skipIf(missing !== undefined)('a deployment over the last release', () => {
  const held = new Map<Story, object>();
  let folder: string;
  let miniStack: MiniStack;
  let before: Deployment;
  let after: Deployment;
  let target: Target;
  let client: Client;

  const use = async (deployment: Deployment): Promise<Deployment> => {
    await repair(miniStack, deployment);
    target = await createCloudTarget(miniStack, deployment);
    return deployment;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-upgrade-'));
    const release = join(folder, 'last-release');
    checkOutLastRelease(release);
    miniStack = await startMiniStack(folder);
    const oldCdk = createCdk(miniStack, join(folder, 'old'), release);
    await oldCdk.bootstrap();
    before = await use(await oldCdk.deploy(STAGE));
    client = createClient(miniStack, () => target);
    await Promise.all(STORIES.map(async (name) => held.set(name, await BEGINNINGS[name](client))));
    // A stage of the last release has no such key: its sender keeps its logical id.
    after = await use(await createCdk(miniStack, join(folder, 'new')).deploy({ ...STAGE, identityIds: 'role' }));
  }, DEPLOYMENTS_WITHIN_MILLISECONDS);
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => void process.stderr.write(`MiniStack said last:\n${miniStack?.lastLines()}\n`));
  });
  afterAll(async () => {
    await miniStack?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps the address of the API', () => {
    const { stackName, apiId, apiUrl } = before;
    expect(after).toMatchObject({ stackName, apiId, apiUrl });
  });

  // The emulator takes whatever AWS would refuse: a second resource of a name, and the throttle of a route that is gone.
  it('replaces and removes nothing that holds data or is known by name', () => {
    expect(compare(readWholeTemplate(before), readWholeTemplate(after)).losses).toEqual([]);
  });

  it.each(STORIES)('%s: goes on', async (name) => {
    await goOn(client, name, held.get(name) ?? {});
  });
});

const createClient = (miniStack: MiniStack, getTarget: () => Target): Client => {
  const open = createMailbox();
  const read = new Map<string, number>();
  return {
    keepsSigningKeys: true,
    ask: ({ method = 'POST', path, body, accessToken }) =>
      request(getTarget(), path, {
        method,
        headers: {
          ...(body && { 'content-type': 'application/json' }),
          ...(accessToken && { authorization: `Bearer ${accessToken}` }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    mail: (to, page) =>
      eventually(async () => open(to, await getTarget().mails(to), page), `a mail to ${to} for ${page ?? 'a code'}`),
    text: async (to) => {
      const index = read.get(to) ?? 0;
      const text = await eventually(async () => (await textsTo(miniStack, to))[index], `an sms to ${to}`);
      read.set(to, index + 1);
      return CODE.exec(text)?.[0] ?? '';
    },
    passCoolDown: async () => getTarget().passCoolDown?.(),
  };
};
