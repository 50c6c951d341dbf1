// `npm start` behaves as a deployment does: the same flows, over HTTP, against the local service.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalMessage } from '../../bin/local/local-message.ts';
import { type LocalService, startLocal } from '../../bin/local/start.ts';
import { describeFlows } from '../flows/black-box-flows.ts';
import { pendingSignUp, type Target } from '../flows/target.ts';

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

const passMinute = async (): Promise<void> => {
  const body = JSON.stringify({ advanceSeconds: 61 });
  const headers = { 'content-type': 'application/json' };
  const moved = await fetch(`${service.url}/_local/clock`, { method: 'POST', headers, body });
  if (moved.status !== 200) throw new Error(`the clock answered ${moved.status} ${await moved.text()}`);
};

const localTarget = (): Target => ({
  baseUrl: service.url,
  issuer: service.url,
  mails: messagesTo,
  texts: async (to) => (await messagesTo(to)).map(({ text }) => text),
  passCoolDown: passMinute,
  makeRoom: passMinute,
});

describeFlows('the local service', localTarget);

it('the local inbox tells link and code apart from the text', async () => {
  const { address, token, code } = await pendingSignUp(localTarget());
  const [message] = await messagesTo(address);
  expect(message).toMatchObject({ channel: 'email', link: `${service.url}/verify?token=${token}`, code });
  expect(new Date(message?.at ?? '').toISOString()).toBe(message?.at);
});
