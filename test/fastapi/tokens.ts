// Tokens of the local service, and what somebody else makes of them.
import { createHmac, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLatchkey } from '../../client/index.ts';
import { openStrangerBrowser } from '../black-box/flows/pages-browser.ts';
import { targetOf } from '../support/local/local-browser.ts';
import { freshAddress, type useLocalService } from '../support/local/local-service.ts';

type Service = ReturnType<typeof useLocalService>;

/** An account that an app has logged in. The clock stays that of the machine, because the server has no other. */
export const logInToApp = async (service: Service, scope = 'openid email offline_access') => {
  const browser = openStrangerBrowser(targetOf(service));
  await browser.signUp();
  const app = createLatchkey({
    ...{ issuer: service.url, clientId: 'local', redirectUri: 'http://127.0.0.1:51004/callback' },
    scope,
  });
  await app.handleCallback((await browser.visit(await app.logIn())).href);
  const { accessToken = '', idToken = '' } = app.session() ?? {};
  return { app, accessToken, idToken, userId: app.user()?.id };
};

export const proveAddress = async (service: Service, context?: string) => {
  const address = freshAddress();
  const { body } = await service.post('/otp', { channel: 'email', to: address, ...(context && { context }) });
  const [message] = await service.waitForMessages(address);
  const checked = await service.post('/otp/check', { code: message?.code, continuation: body.continuation });
  return { address, proof: String(checked.body.proof) };
};

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = ''): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const keyFile = (service: Service) => join(service.dataFolder, 'keys.json');
const signingKey = (service: Service) =>
  createPrivateKey(JSON.parse(readFileSync(keyFile(service), 'utf8')).privateKey);

/** A new signing key; the accounts stay. */
export const rotate = async (service: Service): Promise<void> => {
  await service.stop();
  const keys = JSON.parse(readFileSync(keyFile(service), 'utf8'));
  const privateKey = newKey().export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(keyFile(service), JSON.stringify({ ...keys, privateKey }));
  await service.start();
};

type Change = Readonly<Record<string, unknown>>;

/** Signs a token anew with the key of the service, with other claims and another header. */
export const resign = (service: Service, token: string, claims: Change, header: Change = {}, key?: KeyObject) => {
  const [head, body] = token.split('.').map((part, index) => (index < 2 ? decode(part) : {}));
  const input = `${encode({ ...head, ...header })}.${encode({ ...body, ...claims })}`;
  return `${input}.${sign('sha256', Buffer.from(input), key ?? signingKey(service)).toString('base64url')}`;
};

/** Each would be taken for an access token by a server that checks too little. */
export const hostileTokens = (service: Service, token: string): Readonly<Record<string, string>> => {
  const [head = '', body = '', signature = ''] = token.split('.');
  const now = Math.floor(Date.now() / 1000);
  const unsigned = encode({ ...decode(head), alg: 'none' });
  const confused = `${encode({ ...decode(head), alg: 'HS256' })}.${body}`;
  const publicKey = String(createPublicKey(signingKey(service)).export({ type: 'spki', format: 'pem' }));
  return {
    'that has expired': resign(service, token, { exp: now - 10 }),
    'without an end': resign(service, token, { exp: undefined }),
    'that begins in the future': resign(service, token, { nbf: now + 60 }),
    'for another audience': resign(service, token, { aud: 'https://other.example' }),
    'of another issuer': resign(service, token, { iss: 'https://evil.example' }),
    'without a client': resign(service, token, { client_id: undefined }),
    'of another kind': resign(service, token, {}, { typ: 'JWT' }),
    'without a kind': resign(service, token, {}, { typ: undefined }),
    'without the name of its key': resign(service, token, {}, { kid: undefined }),
    'of a key that nobody knows': resign(service, token, {}, { kid: 'unknown' }, newKey()),
    'signed by somebody else': resign(service, token, {}, {}, newKey()),
    'with a changed signature': `${head}.${body}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
    'with changed claims': `${head}.${encode({ ...decode(body), sub: 'somebody' })}.${signature}`,
    'without a signature': `${unsigned}.${body}.`,
    'without a signature, of a good header': `${head}.${body}.`,
    'signed with the public key as a secret': `${confused}.${createHmac('sha256', publicKey).update(confused).digest('base64url')}`,
    'that is none': 'abc',
    'of three empty parts': '..',
  };
};
