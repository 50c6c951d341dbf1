// The tokens of a service of any kind, as services in Python verify them: Authlib (RFC 9068), PyJWT and jwcrypto.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openPagesBrowser } from '../black-box/flows/pages-browser.ts';
import {
  addressAt,
  CODE,
  freshAddress,
  mailTo,
  pendingSignUp,
  post,
  request,
  type Target,
} from '../black-box/flows/target.ts';

const CALLBACK = 'http://127.0.0.1:51004/callback';
/** To be among the clients of the service. */
export const READER = { id: 'reader', name: 'Reader', redirectUris: [CALLBACK] };
const VERIFIER = 'a-verifier-of-43-characters-or-more-as-RFC-7636-says';
const SCOPE = 'openid email account';

/** The clock stays that of the machine, because the verifiers have no other. */
const signUp = async (target: Target): Promise<string> => {
  const { token, continuation } = await pendingSignUp(target);
  return String((await post(target, '/verify', { token, continuation })).body.accessToken);
};

const logInToClient = async (target: Target) => {
  const query = new URLSearchParams({
    ...{ client_id: READER.id, redirect_uri: CALLBACK, response_type: 'code', scope: SCOPE, nonce: 'the nonce' },
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const browser = await openPagesBrowser(target);
  const back = await browser.visit(`${target.issuer}/authorize?${query}`);
  const form = new URLSearchParams({
    ...{ grant_type: 'authorization_code', client_id: READER.id, redirect_uri: CALLBACK, code_verifier: VERIFIER },
    code: back.searchParams.get('code') ?? '',
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { body } = await request(target, '/token', { method: 'POST', headers, body: `${form}` });
  return { accessToken: String(body.access_token), idToken: String(body.id_token) };
};

const proveAddress = async (target: Target): Promise<string> => {
  const to = freshAddress();
  const sent = await post(target, '/otp', { channel: 'email', to });
  const [code] = CODE.exec((await mailTo(target, to)).text) ?? [];
  const { body } = await post(target, '/otp/check', { code, continuation: sent.body.continuation });
  return String(body.proof);
};

/** Another signature of the same length. */
const forge = (token: string): string => {
  const [head, claims, signature = ''] = token.split('.');
  return [head, claims, (signature[0] === 'A' ? 'B' : 'A') + signature.slice(1)].join('.');
};

type Answers = Readonly<Record<string, Readonly<Record<string, string>>>>;

const verify = (input: object): Answers => {
  const program = join(import.meta.dirname, 'python/verify.py');
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

const askAll = async (target: Target): Promise<Answers> => {
  const client = await logInToClient(target);
  const { body: discovery } = await request(target, '/.well-known/openid-configuration');
  const keys = await (await fetch(addressAt(target, discovery.jwks_uri))).json();
  const { body: proofKeys } = await request(target, '/.well-known/proof-jwks.json');
  return verify({
    ...{ issuer: discovery.issuer, audience: discovery.issuer, clientId: READER.id, keys, proofKeys },
    tokens: {
      account: await signUp(target),
      client: client.accessToken,
      id: client.idToken,
      proof: await proveAddress(target),
      forged: forge(client.accessToken),
    },
  });
};

export const tokenFlows = (getTarget: () => Target): void => {
  let answers: Answers = {};
  beforeAll(async () => {
    answers = await askAll(getTarget());
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
};
