// A local SES with a browser inbox, and its mails as data for tests and demos.
import type { Server } from 'node:http';
import { SESClient } from '@aws-sdk/client-ses';
import sesModule from 'aws-ses-v2-local';
import { getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';
import { close, LOOPBACK, listen } from '../listen.ts';
import { type LocalMessage, linkAndCodeOf } from '../local-message.ts';
import { keepNewest } from './newest.ts';

export interface Inbox {
  readonly url: string;
  readonly client: SESClient;
  messages(): Promise<LocalMessage[]>;
  stop(): Promise<void>;
}

interface StoredMail {
  readonly destination: { readonly to: readonly string[] };
  readonly subject: string;
  readonly body: { readonly text?: string; readonly html?: string };
  /** Epoch seconds. */
  readonly at: number;
}

type StartSes = (config: { host: string; port: number }) => Promise<Server>;

/** The package is CommonJS with a default export, so Node wraps it once more. */
const startSes =
  (sesModule as unknown as { readonly default?: StartSes }).default ?? (sesModule as unknown as StartSes);

export const startInbox = async (port: number): Promise<Inbox> => {
  // It listens at once and does not report a port in use, so it starts on a free port and then moves.
  const server = await startSes({ host: LOOPBACK, port: 0 });
  await close(server);
  const url = `http://localhost:${await listen(server, port, 'INBOX_PORT')}`;
  const endpoint = url.replace('localhost', LOOPBACK);
  // Every mail comes by a request of its own.
  server.prependListener('request', () => keepNewest(getStoreReadonly().emails));
  const client = new SESClient({
    endpoint,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    url,
    client,
    messages: async () => {
      const store = (await (await fetch(`${endpoint}/store`)).json()) as { emails: StoredMail[] };
      return store.emails.map(toMessage);
    },
    stop: async () => {
      client.destroy();
      await close(server);
    },
  };
};

const toMessage = ({ destination, subject, body, at }: StoredMail): LocalMessage => {
  const text = body.text ?? '';
  return {
    channel: 'email',
    to: destination.to[0] ?? '',
    subject,
    text,
    html: body.html ?? '',
    ...linkAndCodeOf(text),
    at: new Date(at * 1000).toISOString(),
  };
};
