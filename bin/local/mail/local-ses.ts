// A local SES, and its mails as data. It is reached by the service's own client only: people read the mails at `/_local`.
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESClient } from '@aws-sdk/client-ses';
import sesModule from 'aws-ses-v2-local';
import { getStoreReadonly } from 'aws-ses-v2-local/dist/store.js';
import { close, LOOPBACK } from '../listen.ts';
import { type LocalMessage, linkAndCodeOf } from '../local-message.ts';
import { keepNewest } from './newest.ts';

export interface LocalSes {
  readonly client: SESClient;
  messages(): readonly LocalMessage[];
  stop(): Promise<void>;
}

type StartSes = (config: { host: string; port: number }) => Promise<Server>;

/** The package is CommonJS with a default export, so Node wraps it once more. */
const startServer =
  (sesModule as unknown as { readonly default?: StartSes }).default ?? (sesModule as unknown as StartSes);

/** At a free port. */
export const startSes = async (): Promise<LocalSes> => {
  const server = await startServer({ host: LOOPBACK, port: 0 });
  takeOnlyMails(server);
  const client = new SESClient({
    endpoint: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return {
    client,
    messages: () => newest().map(toMessage),
    stop: async () => {
      client.destroy();
      await close(server);
    },
  };
};

/** It also has a page with every mail, which does not look at the host: a page elsewhere could read it by DNS rebinding. */
const takeOnlyMails = (server: Server): void => {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.method !== 'POST' || request.url !== '/') {
      response.writeHead(404).end();
      return;
    }
    newest();
    for (const listen of listeners) listen(request, response);
  });
};

/** Each mail comes by a request of its own, and no request comes after the last. */
const newest = () => {
  const { emails } = getStoreReadonly();
  keepNewest(emails);
  return emails;
};

type StoredMail = ReturnType<typeof getStoreReadonly>['emails'][number];

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
