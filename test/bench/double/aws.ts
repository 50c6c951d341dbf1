// A double of AWS for the functions: DynamoDB, KMS and SES behind one address, with TLS as in the cloud and without.
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { makeCertificates } from '../../../bin/local/mail/certificates.ts';
import { ConditionFailed, createDatabase, type Database } from './database.ts';
import { createKeys } from './keys.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';

export interface AwsDouble {
  /** With TLS, as a function meets AWS. */
  readonly url: string;
  /** Without TLS, for this process itself: it cannot trust an authority that is made while it runs. */
  readonly plainUrl: string;
  /** The authority that a client of `url` must trust, as PEM. */
  readonly authority: string;
  readonly database: Database;
  readonly mailbox: Mailbox;
  /** The operations since the last call of this function. */
  readonly takeCalls: () => readonly string[];
  readonly stop: () => void;
}

interface Reply {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const JSON_TYPE = 'application/x-amz-json-1.0';
/** Longer than any run: no client meets a closed connection. */
const KEEP_ALIVE_MILLISECONDS = 600_000;

export const startAwsDouble = async (): Promise<AwsDouble> => {
  const database = createDatabase();
  const keys = createKeys();
  const mailbox = createMailbox();
  let calls: string[] = [];

  const replyTo = (target: string, body: string): Reply => {
    if (target === '') return { status: 200, type: 'text/xml', body: mailbox.answer(new URLSearchParams(body)) };
    const [service = '', operation = ''] = target.split('.');
    calls.push(operation);
    const answer = service.startsWith('DynamoDB') ? database.answer : keys;
    return { status: 200, type: JSON_TYPE, body: JSON.stringify(answer(operation, JSON.parse(body))) };
  };
  const listener: RequestListener = async (request: IncomingMessage, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const { status, type, body } = await text(request)
      .then((content) => replyTo(target, content))
      .catch(refuse);
    response.writeHead(status, { 'content-type': type, 'x-amzn-requestid': 'bench' });
    response.end(body);
  };

  const { authority, certificate, key } = await makeCertificates();
  const secure = createSecureServer({ cert: certificate, key, keepAliveTimeout: KEEP_ALIVE_MILLISECONDS }, listener);
  const plain = createServer({ keepAliveTimeout: KEEP_ALIVE_MILLISECONDS }, listener);
  const [securePort, plainPort] = await Promise.all([listen(secure), listen(plain)]);
  return {
    url: `https://127.0.0.1:${securePort}`,
    plainUrl: `http://127.0.0.1:${plainPort}`,
    authority,
    database,
    mailbox,
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    stop: () => {
      for (const server of [secure, plain]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
};

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  // It ends with the process, which shall not wait for it.
  server.unref();
  return (server.address() as AddressInfo).port;
};

const refuse = (error: Error): Reply => {
  const type = error instanceof ConditionFailed ? 'ConditionalCheckFailedException' : 'ValidationException';
  return { status: 400, type: JSON_TYPE, body: JSON.stringify({ __type: type, message: error.message }) };
};
