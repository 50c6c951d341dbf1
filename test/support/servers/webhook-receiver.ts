// Endpoints for webhooks, over TLS as deployed: each answers as its test says and keeps what it got.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { listen } from '../../../bin/local/listen.ts';
import { makeCertificates } from '../../../bin/local/mail/certificates.ts';

export const HOOKS_HOST = 'hooks.modu.example';
/** Of a name that only tests resolve. */
export const HOOKS_CERTIFICATES = makeCertificates({ dns: [HOOKS_HOST], ips: [] });

export interface ReceivedWebhook {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

/** Stopped at the end of the test. `url` has the name of the certificate, which no name server knows. */
export const startReceiver = async (answer: Answer = (response) => response.end()) => {
  const { certificate, key } = await HOOKS_CERTIFICATES;
  const received: ReceivedWebhook[] = [];
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    const { method = '', url = '', headers } = request;
    received.push({ method, path: url, headers, body: await text(request) });
    await answer(response, request);
  });
  const port = await listen(server, 0, 'the port');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
  });
  return { received, port, url: `https://${HOOKS_HOST}:${port}/hooks?team=1` };
};
