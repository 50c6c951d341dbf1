// Any `Authorization` header except an access token of a live session: 401 with `WWW-Authenticate`, and nothing changes.
import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { toPublicKey } from '#adapters/keys/jwk.ts';
import { type BodyKey, ROUTES, type Route, type Routes } from '#routes.ts';
import { ProblemResponse } from '#schemas/responses.ts';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { bearer } from '../support/account.ts';
import { EXAMPLES } from '../support/hostile-bodies.ts';
import { createLocalAccount, type LocalAccount } from '../support/local/local-account.ts';
import { freshAddress, useLocalService } from '../support/local/local-service.ts';

const service = useLocalService({ clients: LOCAL_CLIENTS });

const OWNER_KEYS = Object.entries<Route>(ROUTES)
  .filter(([, route]) => route.bearer === 'required')
  .map(([key]) => key as keyof Routes);

/** The route with a valid body, so that only the token is wrong. */
const send = (key: keyof Routes, authorization: string | undefined) => {
  const [method = '', path = ''] = key.split(' ');
  const { credentials: _none, ...body } = EXAMPLES[key as BodyKey]?.[0] ?? {};
  const text = JSON.stringify(body);
  const headers = {
    ...(authorization !== undefined && { authorization }),
    ...(key in EXAMPLES && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  return service.request(method, path.replace('{id}', 'none'), headers, key in EXAMPLES ? text : undefined);
};

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const decode = (part = ''): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString());
const signed = (header: object, claims: object, key: KeyObject | string): string => {
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
};

/** Every hostile value, by its fault. `ownKey` signs as the service does, and `proofKey` the proofs of one-time codes. */
const hostileTokens = (
  account: LocalAccount,
  other: LocalAccount,
  ownKey: string,
  proofKey: string,
): Record<string, string> => {
  const [headerPart = '', claimsPart = '', signature = ''] = account.accessToken.split('.');
  const [header, claims] = [decode(headerPart), decode(claimsPart)];
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const withHeader = (change: object) => signed({ ...header, ...change }, claims, ownKey);
  const withClaims = (change: object) => signed(header, { ...claims, ...change }, ownKey);
  const publicKey = createPublicKey(ownKey);
  const confused = `${encode({ ...header, alg: 'HS256' })}.${claimsPart}`;
  const hmac = (key: string) => createHmac('sha256', key).update(confused).digest('base64url');
  return {
    'no signature': `${headerPart}.${claimsPart}.`,
    'alg none, no signature': `${encode({ ...header, alg: 'none' })}.${claimsPart}.`,
    'alg none, the signature of a good one': `${encode({ ...header, alg: 'none' })}.${claimsPart}.${signature}`,
    'alg HS256 with the public key as its secret': `${confused}.${hmac(String(publicKey.export({ type: 'spki', format: 'pem' })))}`,
    'alg RS512': withHeader({ alg: 'RS512' }),
    'another key under the same id': signed(header, claims, foreign.privateKey),
    'another key that it brings itself': signed(
      { ...header, kid: 'mine', jwk: foreign.publicKey.export({ format: 'jwk' }) },
      claims,
      foreign.privateKey,
    ),
    'the key of proofs': signed({ ...header, kid: toPublicKey(createPublicKey(proofKey)).kid }, claims, proofKey),
    'an unknown key id': withHeader({ kid: '../../keys.json' }),
    'a header that must be understood': withHeader({ crit: ['admin'], admin: true }),
    'no type': withHeader({ typ: undefined }),
    'the type of any JWT': withHeader({ typ: 'JWT' }),
    'the type of a proof': withHeader({ typ: 'latchkey-proof+jwt' }),
    'another issuer': withClaims({ iss: 'https://evil.example' }),
    'another audience': withClaims({ aud: 'https://evil.example' }),
    'the audience of proofs': withClaims({ aud: `${claims['aud']}/proof` }),
    'no audience': withClaims({ aud: undefined }),
    'a time that has passed': withClaims({ exp: Number(claims['iat']) - 1 }),
    'a time that is to come': withClaims({ nbf: Number(claims['iat']) + 100_000 }),
    'a time in words': withClaims({ exp: 'never' }),
    'no time at all': withClaims({ exp: undefined }),
    'no subject': withClaims({ sub: undefined }),
    'another subject': withClaims({ sub: other.userId }),
    'a subject that nobody is': withClaims({ sub: '__proto__' }),
    'a subject that is a list': withClaims({ sub: [account.userId] }),
    'no session': withClaims({ sid: undefined }),
    'an empty subject': withClaims({ sub: '' }),
    'an empty session': withClaims({ sid: '' }),
    'a session that nobody has': withClaims({ sid: 'none' }),
    'the session of another': withClaims({ sid: decode(other.accessToken.split('.')[1])['sid'] }),
    'another epoch': withClaims({ epoch: 'older' }),
    'claims put in later': `${headerPart}.${encode({ ...claims, sub: other.userId })}.${signature}`,
    'claims that are a list': signed(header, [claims], ownKey),
    'a refresh token': account.refreshToken,
    'three empty parts': '..',
    'three parts of junk': 'a.b.c',
    'five parts': `${account.accessToken}.a.b`,
    '6,000 characters': 'a'.repeat(6000),
  };
};

const hostileHeaders = ({ accessToken }: LocalAccount): Record<string, string | undefined> => ({
  'no header': undefined,
  'an empty one': '',
  'no token': 'Bearer',
  'only a blank': 'Bearer ',
  'no Bearer': accessToken,
  'another scheme': `Basic ${Buffer.from('minji:correct horse').toString('base64')}`,
  'a scheme that begins alike': `Bearers ${accessToken}`,
  'no blank': `Bearer${accessToken}`,
  'two tokens': `Bearer ${accessToken} ${accessToken}`,
  'two tokens with a comma': `Bearer ${accessToken}, Bearer ${accessToken}`,
  quotes: `Bearer "${accessToken}"`,
  'bytes above ASCII': `Bearer ${accessToken}\u00e9`,
});

describe('an Authorization header', () => {
  let account: LocalAccount;
  let wrong: Record<string, string | undefined>;

  /** The differences from the expected answer, one per line. */
  const faultsOf = async (key: keyof Routes, headers: typeof wrong): Promise<string[]> => {
    const faults: string[] = [];
    for (const [name, header] of Object.entries(headers)) {
      const answer = await send(key, header);
      const { success } = ProblemResponse.safeParse(answer.body);
      const found = `${answer.status} ${answer.body?.code} ${answer.headers['www-authenticate']} ${success}`;
      if (found !== '401 unauthenticated Bearer realm="account" true') faults.push(`${name}: ${found}`);
    }
    return faults;
  };

  beforeAll(async () => {
    account = await createLocalAccount(service);
    const other = await createLocalAccount(service);
    const [ownKey, proofKey] = ['keys.json', 'otp-keys.json'].map(
      (name) => JSON.parse(readFileSync(join(service.dataFolder, name), 'utf8')).privateKey,
    );
    const tokens = Object.entries(hostileTokens(account, other, ownKey, proofKey));
    wrong = {
      ...hostileHeaders(account),
      ...Object.fromEntries(tokens.map(([name, token]) => [name, `Bearer ${token}`])),
    };
  });

  it('is accepted with the token, in any spelling of its scheme, so that the refusals below are due to their faults', async () => {
    for (const scheme of ['Bearer', 'bearer', 'BEARER', 'Bearer  ']) {
      const { status, body } = await send('GET /me', `${scheme} ${account.accessToken}`);
      expect([scheme, status, body.id]).toEqual([scheme, 200, account.userId]);
    }
  });

  it.each(OWNER_KEYS)('that is wrong in any way is refused by %s', async (key) => {
    expect(await faultsOf(key, wrong)).toEqual([]);
  });

  it('with a wrong token cannot confirm an email change without its continuation', async () => {
    const jwts = Object.entries(wrong).filter(([, header]) => /^Bearer [\w-]+\.[\w-]+\.[\w-]+$/.test(header ?? ''));
    expect(jwts.length).toBeGreaterThan(25);
    for (const [name, authorization = ''] of jwts) {
      const { status, body } = await service.post('/me/email/confirm', { token: 'abc' }, { authorization });
      expect([name, status, body.code]).toEqual([name, 401, 'unauthenticated']);
    }
  });

  it('with the proof of a one-time code is refused', async () => {
    const to = freshAddress();
    const { body } = await service.post('/otp', { channel: 'email', to });
    const [mail] = await service.waitForMessages(to);
    const checked = await service.post('/otp/check', { code: mail?.code, continuation: body.continuation });
    expect(checked.body.verified).toBe(true);
    for (const key of OWNER_KEYS) {
      expect([key, await faultsOf(key, { proof: `Bearer ${checked.body.proof}` })]).toEqual([key, []]);
    }
  });

  it('that was refused has changed nothing, and is in no log line', async () => {
    const { status, body } = await service.get('/me', bearer(account.accessToken));
    expect([status, body.email, body.profile]).toEqual([200, account.address, {}]);
    const log = service.lines.join('\n');
    expect(log).not.toMatch(/unexpected_error|dependency_failed/);
    for (const header of Object.values(wrong)) {
      const token = header?.split(' ')[1];
      if (token && token.length > 10) expect(log).not.toContain(token);
    }
  });

  it('is refused once its token has expired or its session has ended', async () => {
    const ended = await createLocalAccount(service);
    expect((await service.post('/logout', { refreshToken: ended.refreshToken })).status).toBe(200);
    expect(await faultsOf('GET /me', { 'logged out': `Bearer ${ended.accessToken}` })).toEqual([]);
    const late = await createLocalAccount(service);
    // 15 minutes less what this test may take.
    await service.advance(840);
    expect((await service.get('/me', bearer(late.accessToken))).status).toBe(200);
    await service.advance(60);
    for (const key of OWNER_KEYS) {
      expect([key, await faultsOf(key, { expired: `Bearer ${late.accessToken}` })]).toEqual([key, []]);
    }
  });
});
