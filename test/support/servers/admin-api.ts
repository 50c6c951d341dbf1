// An HTTP server in place of the admin API: it takes what API Gateway and `npm start` take, and answers what a test says.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export const ACCESS_KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
export const ADMIN_KEY = 'the-key-of-this-machine';

export interface AdminCall {
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** The scope of the signature; `undefined` for the key of a laptop. */
  readonly scope: string | undefined;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `undefined` breaks the connection off. */
export type Answerer = (call: AdminCall, times: number) => Reply | undefined | Promise<Reply | undefined>;

export interface AdminServer {
  readonly url: string;
  readonly port: number;
  /** In order. Those that were refused are not among them. */
  readonly calls: AdminCall[];
  answer: Answerer;
  stop(): Promise<void>;
}

export const problem = (status: number, code: string, more: object = {}): Reply => ({
  status,
  body: { type: `urn:latchkey:problem:${code}`, title: `The title of ${code}.`, status, code, ...more },
});

export const startAdminServer = async (answer: Answerer): Promise<AdminServer> => {
  const calls: AdminCall[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const reply = await judge(request, body);
    if (!reply) return response.destroy();
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    return response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
  });
  const judge = async (request: IncomingMessage, body: string): Promise<Reply | undefined> => {
    const key = request.headers['x-admin-key'];
    if (key !== undefined && key !== ADMIN_KEY) return problem(403, 'admin_required');
    const scope = key === undefined ? scopeOf(request, body) : undefined;
    if (key === undefined && scope === undefined) return { status: 403, body: { message: 'Forbidden' } };
    const call = { path: request.url ?? '', body: JSON.parse(body), scope };
    calls.push(call);
    return started.answer(call, calls.length);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const started: AdminServer = {
    url: `http://127.0.0.1:${port}`,
    port,
    calls,
    answer,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return started;
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const FORM = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** As AWS describes the check: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const scopeOf = ({ headers, url = '', method = '' }: IncomingMessage, body: string): string | undefined => {
  const [, accessKeyId, scope = '', names = '', signature = ''] = FORM.exec(headers.authorization ?? '') ?? [];
  const [day = '', region = '', service = '', end = ''] = scope.split('/');
  const time = String(headers['x-amz-date']);
  const signed = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`);
  const path = url.split('/').map(encodeURIComponent).join('/');
  const request = [method, path, '', signed.join(''), names, sha256(body)].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(request)].join('\n');
  const key = [day, region, service, end].reduce<string | Buffer>(hmac, `AWS4${ACCESS_KEY.secretAccessKey}`);
  const right = hmac(key, toSign);
  const given = Buffer.from(signature, 'hex');
  if (accessKeyId !== ACCESS_KEY.accessKeyId || !names.split(';').includes('host')) return undefined;
  return given.length === right.length && timingSafeEqual(given, right) ? scope : undefined;
};
