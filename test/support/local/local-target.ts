// The local service as a target of the black-box flows, with any transports.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { LocalMessage } from '../../../bin/local/local-message.ts';
import type { LocalOptions, LocalService } from '../../../bin/local/options.ts';
import { startLocal } from '../../../bin/local/start.ts';
import type { Target } from '../../black-box/flows/target.ts';
import { CHEAP_HASHING } from '../cheap-hashing.ts';

type Transports = Pick<LocalOptions, 'mail' | 'startSms'>;

export interface LocalTarget {
  target(): Target;
  messagesTo(to: string): Promise<LocalMessage[]>;
}

/** Starts before the file's tests, stops after them. Call it at the top level of a test file. */
export const useLocalTarget = (transports: Transports): LocalTarget => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'latchkey-'));
  let service: LocalService | undefined;
  const url = (): string => service?.url ?? '';
  beforeAll(async () => {
    service = await startLocal({
      port: 0,
      dataFolder,
      writeLog: () => undefined,
      passwordHashing: CHEAP_HASHING,
      ...transports,
    });
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  const messagesTo = async (to: string): Promise<LocalMessage[]> => {
    const messages = (await (await fetch(`${url()}/_local/messages`)).json()) as LocalMessage[];
    return messages.filter((message) => message.to === to);
  };
  const passMinute = async (): Promise<void> => {
    const body = JSON.stringify({ advanceSeconds: 61 });
    const headers = { 'content-type': 'application/json' };
    const moved = await fetch(`${url()}/_local/clock`, { method: 'POST', headers, body });
    if (moved.status !== 200) throw new Error(`the clock answered ${moved.status} ${await moved.text()}`);
  };
  const target = (): Target => ({
    baseUrl: url(),
    issuer: url(),
    mails: messagesTo,
    texts: async (to) => (await messagesTo(to)).map(({ text }) => text),
    mayBeUnavailable: true,
    passCoolDown: passMinute,
    makeRoom: passMinute,
  });
  return { target, messagesTo };
};
