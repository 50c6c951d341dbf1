// A team's own claims: which names they may not have, and how much of them fits into a token.
import { describe, expect, it } from 'vitest';
import { idTokenInput } from '#domain/oauth/id-token.ts';
import { accessTokenInput } from '#domain/session/access-token.ts';
import { isReserved, joinClaims, readAnswer } from '#domain/session/own-claims.ts';
import { aUser, ID, NOW, OTHER_ID, USER_ID } from '../../support/builders.ts';

const ofBytes = (bytes: number, name = 'x') => ({ [name]: 'a'.repeat(bytes - `{"${name}":""}`.length) });
const decode = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

const ACCESS = {
  issuer: 'https://auth.example.com',
  audience: 'https://api.example.com',
  userId: USER_ID,
  sessionId: ID,
  epoch: 'epoch-one',
  clientId: 'shop',
  scope: 'openid email phone profile offline_access account',
  authenticatedAt: NOW,
  amr: ['pwd', 'link'],
  tokenId: OTHER_ID,
  now: NOW,
  lifetimeSeconds: 900,
} as const;
const GRANT = { clientId: 'shop', nonce: 'n', scope: ACCESS.scope, authenticatedAt: NOW, amr: ['pwd'] } as const;
const idToken = (ownClaims: object) =>
  decode(
    idTokenInput('key-1', {
      ...{ issuer: ACCESS.issuer, languages: ['ko'], user: aUser({ phone: '+821012345678' }), sessionId: ID },
      ...{ grant: GRANT, accessToken: 'token', now: NOW, lifetimeSeconds: 900, ownClaims: { ...ownClaims } },
    }),
  );

describe('a name', () => {
  it('that a token has already is reserved', () => {
    const written = [...Object.keys(decode(accessTokenInput('key-1', ACCESS))), ...Object.keys(idToken({}))];
    expect(written.length).toBeGreaterThan(20);
    expect(written.filter((name) => !isReserved(name))).toEqual([]);
  });

  it.each([
    ...['nbf', 'typ', 'acr', 'azp', 'email', 'email_verified', 'emails', 'phone_number', 'phone_number_verified'],
    ...['metadata', 'name', 'cnf', 'act', '__proto__', 'constructor'],
  ])('such as %s is reserved', (name) => {
    expect(isReserved(name)).toBe(true);
  });

  it.each(['https://example.com/tenant', 'role', 'roles', 'groups', 'plan', 'Sub', 'constructors'])(
    'such as %s is free',
    (name) => {
      expect(isReserved(name)).toBe(false);
    },
  );
});

describe('an answer', () => {
  it('is claims as they are', () => {
    expect(readAnswer({ role: 'admin', teams: ['a', 'b'], none: null })).toEqual({
      claims: { role: 'admin', teams: ['a', 'b'], none: null },
    });
    expect(readAnswer({})).toEqual({ claims: {} });
  });

  it('loses reserved names, and keeps the others', () => {
    const answer = JSON.parse('{"sub":"someone else","role":"admin","__proto__":{"isAdmin":true}}');
    expect(readAnswer(answer)).toEqual({ claims: { role: 'admin' }, leftOut: 'reserved_names' });
  });

  it.each([[null], [undefined], ['text'], [7], [true], [[{ role: 'admin' }]]])('of %j is left out', (answer) => {
    expect(readAnswer(answer)).toEqual({ claims: {}, leftOut: 'not_an_object' });
  });

  it('of 1 KB is taken, and a longer one is left out', () => {
    expect(readAnswer(ofBytes(1024))).toEqual({ claims: ofBytes(1024) });
    expect(readAnswer(ofBytes(1025))).toEqual({ claims: {}, leftOut: 'too_large' });
    expect(readAnswer({ x: '가'.repeat(400) })).toEqual({ claims: {}, leftOut: 'too_large' });
  });
});

describe('claims together', () => {
  it('are the fixed ones, those of the function over them, and metadata', () => {
    expect(joinClaims({ fixed: { a: 1, b: 1 }, answered: { b: 2 }, metadata: { plan: 'pro' } })).toEqual({
      claims: { a: 1, b: 2, metadata: { plan: 'pro' } },
    });
    expect(joinClaims({ fixed: undefined, answered: {}, metadata: undefined })).toEqual({ claims: {} });
  });

  it('leave metadata out if it does not fit beside the others', () => {
    const fixed = ofBytes(768, 'a');
    const answered = ofBytes(900, 'b');
    expect(joinClaims({ fixed, answered, metadata: { plan: 'pro' } }).claims).toHaveProperty('metadata');
    const tooLarge = joinClaims({ fixed, answered, metadata: ofBytes(200, 'plan') });
    expect(tooLarge).toEqual({ claims: { ...fixed, ...answered }, leftOut: 'too_large' });
  });
});

describe('a token', () => {
  const stolen = { sub: 'someone else', aud: 'elsewhere', scope: 'account', email: 'x@example.com', amr: ['hwk'] };

  it('never says anything else than the service, whatever it is given', () => {
    const access = decode(accessTokenInput('key-1', { ...ACCESS, ownClaims: stolen }));
    expect(access).toMatchObject(decode(accessTokenInput('key-1', ACCESS)));
    expect(idToken(stolen)).toMatchObject(idToken({}));
  });

  it('has less than 4 KB with all the claims there may be, and long names of all else', () => {
    const ownClaims = joinClaims({
      ...{ fixed: ofBytes(768, 'a'), answered: ofBytes(1024, 'b') },
      metadata: undefined,
    }).claims;
    const long = {
      issuer: `https://${'i'.repeat(120)}.example.com`,
      audience: 'a'.repeat(255),
      clientId: 'c'.repeat(64),
    };
    const input = accessTokenInput('k'.repeat(43), { ...ACCESS, ...long, ownClaims });
    const signature = 342;
    expect(input.length + 1 + signature).toBeLessThan(4096);
    const withMetadata = (bytes: number) => joinClaims({ fixed: {}, answered: {}, metadata: ofBytes(bytes) });
    const room = 768 + 1024 - '{"metadata":}'.length;
    expect(withMetadata(room).leftOut).toBeUndefined();
    expect(withMetadata(room + 1).leftOut).toBe('too_large');
  });
});
