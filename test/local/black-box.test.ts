// `npm start` behaves as a deployment does: the same flows, over HTTP, against the local service.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalMessage } from '../../bin/local/inbox.ts';
import { type LocalService, startLocal } from '../../bin/local/start.ts';
import { describeFlows } from '../flows/black-box-flows.ts';
import { pendingSignUp, post, type Target } from '../flows/target.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'latchkey-'));
let service: LocalService;

beforeAll(async () => {
  service = await startLocal({ port: 0, inboxPort: 0, dataFolder, writeLog: () => undefined });
});
afterAll(async () => {
  await service.stop();
  rmSync(dataFolder, { recursive: true, force: true });
});

const messagesTo = async (to: string): Promise<LocalMessage[]> => {
  const messages = (await (await fetch(`${service.url}/_local/messages`)).json()) as LocalMessage[];
  return messages.filter((message) => message.to === to);
};

const localTarget = (): Target => {
  const { url } = service;
  const target = { baseUrl: url, issuer: url, mails: messagesTo };
  return {
    ...target,
    passCoolDown: async () => {
      const moved = await post(target, '/_local/clock', { advanceSeconds: 61 });
      if (moved.status !== 200) throw new Error(`the clock answered ${moved.status} ${moved.text}`);
    },
  };
};

describeFlows('the local service', localTarget);

it('the local inbox tells link and code apart from the text', async () => {
  const { address, token, code } = await pendingSignUp(localTarget());
  const [message] = await messagesTo(address);
  expect(message).toMatchObject({ channel: 'email', link: `${service.url}/verify?token=${token}`, code });
  expect(new Date(message?.at ?? '').toISOString()).toBe(message?.at);
});
