// The tokens of the local service, as services in Python verify them: Authlib (RFC 9068), PyJWT and jwcrypto.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_CLIENTS } from '../../bin/local/environment.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';

const service = useLocalService({ clients: LOCAL_CLIENTS });
const CLIENT_ID = 'local';
const CALLBACK = 'http://127.0.0.1:51004/callback';
const VERIFIER = 'a-verifier-of-43-characters-or-more-as-RFC-7636-says';
const SCOPE = 'openid email account';

/** The clock stays that of the machine, because the verifiers have no other. */
const signUp = async () => {
  const address = freshAddress();
  const { body } = await service.post('/signup', { email: address, password: PASSWORD });
  const { code } = await service.waitForLink(address);
  const account = await service.post('/verify', { code, continuation: body.continuation });
  return { address, accessToken: String(account.body.accessToken) };
};

const logInToClient = async (email: string) => {
  const { cookies } = await service.post(
    '/login',
    { email, password: PASSWORD, credentials: 'cookie' },
    { origin: service.url },
  );
  const query = new URLSearchParams({
    ...{ client_id: CLIENT_ID, redirect_uri: CALLBACK, response_type: 'code', scope: SCOPE, nonce: 'the nonce' },
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const cookie = cookies.map((one) => one.split(';')[0]).join('; ');
  const { headers } = await service.get(`/authorize?${query}`, { cookie });
  const form = new URLSearchParams({
    ...{ grant_type: 'authorization_code', client_id: CLIENT_ID, redirect_uri: CALLBACK, code_verifier: VERIFIER },
    code: new URL(headers.location ?? '').searchParams.get('code') ?? '',
  });
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const { body } = await service.request('POST', '/token', type, form.toString());
  return { accessToken: String(body.access_token), idToken: String(body.id_token) };
};

const proveAddress = async (): Promise<string> => {
  const to = freshAddress();
  const sent = await service.post('/otp', { channel: 'email', to });
  const [message] = await service.waitForMessages(to);
  const { body } = await service.post('/otp/check', { code: message?.code, continuation: sent.body.continuation });
  return String(body.proof);
};

/** Another signature of the same length. */
const forge = (token: string): string => {
  const [head, claims, signature = ''] = token.split('.');
  return [head, claims, (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1)].join('.');
};

type Answers = Readonly<Record<string, Readonly<Record<string, string>>>>;

const verify = (input: object): Answers => {
  const program = join(import.meta.dirname, 'verify.py');
  const { error, status, stdout, stderr } = spawnSync('python3', [program], {
    input: JSON.stringify(input),
    encoding: 'utf8',
  });
  if (error || status !== 0)
    throw new Error(
      `verify.py did not run (pip install -r test/relying/requirements.txt): ${error?.message ?? stderr}`,
    );
  return JSON.parse(stdout);
};

let answers: Answers = {};

beforeAll(async () => {
  const { address, accessToken } = await signUp();
  const client = await logInToClient(address);
  const proof = await proveAddress();
  const { body: discovery } = await service.get('/.well-known/openid-configuration');
  const keys = (await service.get(new URL(discovery.jwks_uri).pathname)).body;
  const proofKeys = (await service.get('/.well-known/proof-jwks.json')).body;
  answers = verify({
    ...{ issuer: discovery.issuer, audience: discovery.issuer, clientId: CLIENT_ID, keys, proofKeys },
    tokens: {
      account: accessToken,
      client: client.accessToken,
      id: client.idToken,
      proof,
      forged: forge(client.accessToken),
    },
  });
});

/** Which tokens a check accepts. */
const acceptedBy = (check: string): readonly string[] =>
  Object.entries(answers[check] ?? {}).flatMap(([name, answer]) => (answer === 'accepted' ? [name] : []));

describe('access tokens', () => {
  it.each(['Authlib', 'PyJWT', 'jwcrypto'])(
    'are accepted by %s, and no ID token, proof or forged one is',
    (library) => {
      expect(Object.keys(answers[`${library}, access token`] ?? {})).toHaveLength(5);
      expect(acceptedBy(`${library}, access token`)).toEqual(['account', 'client']);
    },
  );

  it('are refused by Authlib for a scope that was not granted', () => {
    const check = 'Authlib, access token, a scope that was not granted';
    expect(acceptedBy(check)).toEqual([]);
    expect(answers[check]?.['client']).toMatch(/^InsufficientScopeError/);
  });

  it('are all that Authlib accepts, even where proofs are verified with their own keys', () => {
    const check = 'Authlib, access token, the keys of proofs';
    expect(acceptedBy(check)).toEqual([]);
    expect(answers[check]?.['proof']).toMatch(/^InvalidTokenError/);
  });
});

describe('ID tokens', () => {
  it.each(['PyJWT', 'jwcrypto'])('are accepted by %s for the client alone', (library) => {
    expect(acceptedBy(`${library}, ID token`)).toEqual(['id']);
  });
});
