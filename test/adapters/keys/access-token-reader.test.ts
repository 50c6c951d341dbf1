// Access tokens made by another library: the reader accepts those of this deployment, and nothing that resembles them.
import { createSecretKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { createAccessTokenReader } from '#adapters/keys/access-token-reader.ts';
import { toPublicKey } from '#adapters/keys/jwk.ts';
import { DependencyError } from '#domain/errors.ts';
import type { PublicKey } from '#domain/ports/tokens.ts';
import { accessTokenInput, proofInput } from '#domain/session/access-token.ts';
import { aRef, ID, NOW, OTHER_ID, USER_ID } from '../../support/builders.ts';

const makePair = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
const [own, former, foreign] = [makePair(), makePair(), makePair()];
const kidOf = ({ publicKey }: { readonly publicKey: KeyObject }) => toPublicKey(publicKey).kid;

const [issuer, audience] = ['https://auth.example.com', 'https://api.example.com'];
const ISSUED_AT = Math.floor(NOW / 1000);
const CLAIMS = {
  ...{ sub: USER_ID, sid: ID, epoch: 'epoch-one', scope: 'account', jti: OTHER_ID },
  ...{ iss: issuer, aud: audience, iat: ISSUED_AT, exp: ISSUED_AT + 900 },
};
const HEADER = { alg: 'RS256', kid: kidOf(own), typ: 'at+jwt' };
const READ = {
  ...{ userId: USER_ID, sessionId: ID, epoch: 'epoch-one', scope: 'account', clientId: 'latchkey' },
  ...{ tokenId: OTHER_ID, issuedAt: ISSUED_AT, expiresAt: ISSUED_AT + 900 },
};

const readerAt = (now = NOW, publicKeys = async () => [own, former].map(({ publicKey }) => toPublicKey(publicKey))) =>
  createAccessTokenReader({ signer: { publicKeys }, clock: { now: () => now }, issuer, audience });
const make = (
  claims: Readonly<Record<string, unknown>> = {},
  header = {},
  key: KeyObject = own.privateKey,
): Promise<string> => new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ ...HEADER, ...header }).sign(key);
const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
const signed = (input: string) =>
  `${input}.${sign('sha256', Buffer.from(input), own.privateKey).toString('base64url')}`;

describe('a token of this deployment', () => {
  it('is read, whichever library made it', async () => {
    const reader = readerAt();
    expect(await reader.read(await make())).toEqual(READ);
    const claims = { userId: USER_ID, sessionId: ID, epoch: 'epoch-one', authenticatedAt: NOW, tokenId: OTHER_ID };
    const input = accessTokenInput(kidOf(own), { issuer, audience, ...claims, now: NOW, lifetimeSeconds: 900 });
    expect(await reader.read(signed(input))).toEqual(READ);
    expect(await reader.read(await make({ client_id: 'shop' }))).toEqual({ ...READ, clientId: 'shop' });
  });

  it.each(['5', 'auth0_5f7c8ec7c33c6c004bbafe82', '2f1d5b0e-9a1f-4e0f-8d2f-2b6a1f0f5b11', 'a'.repeat(64)])(
    'is read with %s, the id of an imported account',
    async (sub) => {
      expect(await readerAt().read(await make({ sub }))).toEqual({ ...READ, userId: sub });
    },
  );

  it('is read under every key that is listed, the former one too', async () => {
    expect(await readerAt().read(await make({}, { kid: kidOf(former) }, former.privateKey))).toEqual(READ);
  });

  it('is read until it expires, to the second', async () => {
    const token = await make();
    expect(await readerAt((ISSUED_AT + 900) * 1000 - 1).read(token)).toEqual(READ);
    expect(await readerAt((ISSUED_AT + 900) * 1000).read(token)).toBeUndefined();
  });
});

describe('a token is refused', () => {
  const pem = own.publicKey.export({ format: 'pem', type: 'spki' });
  const jwk = own.publicKey.export({ format: 'jwk' });
  const hmacKeys = [pem, own.publicKey.export({ format: 'der', type: 'spki' }), Buffer.from(jwk.n ?? '', 'base64url')];

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['another issuer', { iss: 'https://evil.example' }],
    ['an issuer that begins alike', { iss: `${issuer}.evil.example` }],
    ['another audience', { aud: 'https://other.example.com' }],
    ['the audience of proofs', { aud: `${audience}/proof` }],
    ['a time in the past', { exp: ISSUED_AT - 1 }],
    ['a time to come before which it is not good', { nbf: ISSUED_AT + 60 }],
    ['no expiry', { exp: undefined }],
    ['no user', { sub: undefined }],
    ['a user that is no text', { sub: 5 }],
    ['no session', { sid: undefined }],
    ['no epoch', { epoch: undefined }],
    ['no scope', { scope: undefined }],
    ['a session that is no text', { sid: 5 }],
    ['an empty user', { sub: '' }],
    ['a user longer than a row’s key', { sub: 'A'.repeat(3000) }],
    ['a user that is a lone surrogate', { sub: '\ud800' }],
    ['a user that is the key of another row', { sub: `user#${USER_ID}` }],
    ['a user that is an address', { sub: 'minji@example.com' }],
    ['a user of 65 characters', { sub: 'a'.repeat(65) }],
    ['a user with a line break behind', { sub: `${USER_ID}\n` }],
    ['an empty session', { sid: '' }],
    ['a session longer than a row’s key', { sid: 'A'.repeat(3000) }],
    ['a session that is the key of another row', { sid: `user#${ID}` }],
    ['an epoch that is no text', { epoch: ['epoch-one'] }],
  ])('with %s', async (_name, claims) => {
    expect(await readerAt().read(await make(claims))).toBeUndefined();
  });

  it.each(['JWT', 'latchkey-proof+jwt', 'id+jwt', undefined])('of the type %s', async (typ) => {
    expect(await readerAt().read(await make({}, { typ }))).toBeUndefined();
  });

  it('that is a proof of a one-time code, whole and signed by us', async () => {
    const ref = aRef({ purpose: 'otp' });
    const claims = { ...ref, issuer, audience, tokenId: OTHER_ID, now: NOW, lifetimeSeconds: 600 };
    expect(await readerAt().read(signed(proofInput(kidOf(own), claims)))).toBeUndefined();
  });

  it('of another key, under its own name, under ours, and under none', async () => {
    for (const kid of [kidOf(foreign), kidOf(own), undefined])
      expect(await readerAt().read(await make({}, { kid }, foreign.privateKey))).toBeUndefined();
  });

  it('that brings its own key', async () => {
    const header = { jwk: foreign.publicKey.export({ format: 'jwk' }), jku: 'https://evil.example/jwks.json' };
    expect(await readerAt().read(await make({}, header, foreign.privateKey))).toBeUndefined();
  });

  it.each(['none', 'None', 'NONE', ''])('of the algorithm %j, with a signature or without', async (alg) => {
    const input = `${encode({ ...HEADER, alg })}.${encode(CLAIMS)}`;
    expect(await readerAt().read(`${input}.`)).toBeUndefined();
    expect(await readerAt().read(signed(input))).toBeUndefined();
  });

  it('of HS256 with our public key as its secret', async () => {
    const tokens = await Promise.all(
      hmacKeys.map((key) => make({}, { alg: 'HS256' }, createSecretKey(Buffer.from(key)))),
    );
    expect(await Promise.all(tokens.map((token) => readerAt().read(token)))).toEqual([undefined, undefined, undefined]);
  });

  it.each(['RS384', 'RS512', 'PS256'])('of the algorithm %s, even with our key', async (alg) => {
    expect(await readerAt().read(await make({}, { alg }))).toBeUndefined();
  });

  it('that was changed in any of its parts', async () => {
    const [header = '', payload = '', signature = ''] = (await make()).split('.');
    const changed = [
      `${header}.${encode({ ...CLAIMS, sub: OTHER_ID })}.${signature}`,
      `${encode({ ...HEADER, extra: 1 })}.${payload}.${signature}`,
      `${header}.${payload}.${signature.slice(0, -4)}AAAA`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${payload}.${signature}.${signature}`,
    ];
    for (const token of changed) expect(await readerAt().read(token)).toBeUndefined();
  });

  it.each(['', '.', '..', 'x.y.z', `${encode(HEADER)}..`, `${encode(null)}.${encode(CLAIMS)}.x`, 'a'.repeat(9000)])(
    'that is none: %.40s',
    async (token) => {
      expect(await readerAt().read(token)).toBeUndefined();
    },
  );

  it.each([
    ['a text', 'text'],
    ['a list', [1]],
    ['nothing', null],
    ['times that are texts', { ...CLAIMS, exp: 'tomorrow' }],
  ])('whose claims are %s, though signed', async (_name, claims) => {
    expect(await readerAt().read(signed(`${encode(HEADER)}.${encode(claims)}`))).toBeUndefined();
  });

  it.each([{ crit: ['b64'], b64: false }, { crit: ['exp'] }, { crit: [] }, { zip: 'DEF', crit: ['zip'] }])(
    'that asks for what we do not know: %j',
    async (extra) => {
      expect(await readerAt().read(signed(`${encode({ ...HEADER, ...extra })}.${encode(CLAIMS)}`))).toBeUndefined();
    },
  );
});

describe('the public keys', () => {
  it('that cannot be read are a failed dependency, and are asked for again', async () => {
    const answers: (readonly PublicKey[] | Error)[] = [
      new DependencyError('kms', new Error('throttled')),
      [toPublicKey(own.publicKey)],
    ];
    const publicKeys = async () => {
      const answer = answers.shift();
      if (!answer || answer instanceof Error) throw answer ?? new Error('asked too often');
      return [...answer];
    };
    const reader = readerAt(NOW, publicKeys);
    await expect(reader.read(await make())).rejects.toThrow(DependencyError);
    expect(await reader.read(await make())).toEqual(READ);
    expect(await reader.read(await make())).toEqual(READ);
  });

  it('that are damaged are a failed dependency, not a wrong token', async () => {
    const damaged: PublicKey = { ...toPublicKey(own.publicKey), n: 'AQAB' };
    await expect(readerAt(NOW, async () => [damaged as never]).read(await make())).rejects.toThrow(DependencyError);
  });
});
