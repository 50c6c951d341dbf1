// What every route does with a disabled account, and with the same request once the account is enabled again. A new route does
// not compile until it says so here.
import { describe, expect, it } from 'vitest';
import { ROUTES, type Routes } from '#routes.ts';
import { bearer, ENDED_SESSION, tryTokens } from '../../support/account.ts';
import type { TestRequest } from '../../support/api-event.ts';
import { aWorld, type DisabledWorld } from '../../support/disabled-world.ts';
import { authorizePath, basic, codeFields, NATIVE, SERVER, SPA } from '../../support/oauth.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, freshNetwork } from '../../support/service.ts';
import { PASSWORD } from '../../support/sign-up.ts';
import { accountAt, disable, enable } from '../../support/standing.ts';

/** The status, and what tells more: an error code, where a redirect leads, or whether a token is active. */
type Outcome = readonly [status: number, what?: string];

interface Case {
  readonly of: string;
  readonly ask: (world: DisabledWorld) => Omit<TestRequest, 'method' | 'path'> & { readonly path?: string };
  /** Seconds to wait before it. */
  readonly after?: number;
  readonly usual: Outcome;
  readonly disabled: Outcome;
  /** After it is enabled again. By default as for the disabled account: what is from before stays ended. */
  readonly enabled?: Outcome;
}

/** An administrator's routes are about accounts of any state: they have tests of their own. */
type Key = Exclude<keyof Routes, `${string} /admin/${string}`>;

const NO_ACCOUNT = 'reads no account';

const NEW_PASSWORD = 'another horse battery';
const UNAUTHENTICATED: Outcome = [401, 'unauthenticated'];
const DISABLED: Outcome = [403, 'account_disabled'];
const SUPERSEDED: Outcome = [410, 'superseded'];
const stranger = () => ({ ip: `${freshNetwork()}.9` });
const form = (fields: Readonly<Record<string, string>>, headers = {}) => ({
  body: new URLSearchParams(fields),
  headers,
});
const asServer = basic(SERVER.id, SERVER.secret);
/** A stranger's request gets the same answer for every address. */
const alike = (outcome: Outcome) => ({ usual: outcome, disabled: outcome, enabled: outcome });
const ofOwner = (body?: object, usual: Outcome = [200]): readonly Case[] => [
  {
    of: 'a session',
    ask: ({ headers }) => ({ headers, ...(body && { body }) }),
    usual,
    disabled: UNAUTHENTICATED,
  },
];

const CASES: Readonly<Record<Key, readonly Case[] | typeof NO_ACCOUNT>> = {
  'POST /signup': [
    {
      of: 'a stranger',
      ask: ({ address }) => ({ body: { email: address, password: PASSWORD }, ...stranger() }),
      ...alike([202]),
      after: 61,
    },
  ],
  'POST /signup/resend': [
    {
      of: 'a stranger',
      ask: ({ signUp }) => ({ body: { continuation: signUp.continuation }, ...stranger() }),
      ...alike([202]),
      after: 61,
    },
  ],
  'POST /verify': [
    { of: 'a stranger’s sign-up', ask: ({ signUp }) => ({ body: signUp }), ...alike([409, 'already_registered']) },
    {
      of: 'its link with a new password',
      ask: ({ signUp: { token } }) => ({ body: { token, newPassword: NEW_PASSWORD } }),
      ...alike([409, 'already_registered']),
    },
    {
      of: 'a code',
      ask: ({ signUp: { continuation } }) => ({ body: { code: '135790', continuation } }),
      ...alike([401, 'code_mismatch']),
    },
  ],
  'POST /verify/status': [
    {
      of: 'a stranger’s sign-up',
      ask: ({ signUp: { continuation } }) => ({ body: { continuation } }),
      ...alike([200]),
    },
  ],
  'POST /links/inspect': [
    { of: 'a link of before', ask: ({ reset: { token } }) => ({ body: { token } }), ...alike([200]) },
  ],
  'POST /login': [
    {
      of: 'the password',
      ask: ({ address }) => ({ body: { email: address, password: PASSWORD } }),
      usual: [200],
      disabled: DISABLED,
      enabled: [200],
    },
    {
      of: 'a wrong password',
      ask: ({ address }) => ({ body: { email: address, password: NEW_PASSWORD } }),
      ...alike([401, 'invalid_credentials']),
    },
    {
      of: 'the password of a stranger’s sign-up',
      ask: ({ address }) => ({ body: { email: address, password: 'password of a stranger' } }),
      ...alike([403, 'email_not_verified']),
    },
  ],
  'POST /login/passkey/options': NO_ACCOUNT,
  'POST /login/second-factor': [
    { of: 'anybody', ask: () => ({ body: { ticket: 'x', code: '135790' } }), ...alike([404, 'not_found']) },
  ],
  'POST /login/passkey': [
    {
      of: 'an owner',
      ask: ({ passkeys }) => ({ body: { credential: passkeys.used } }),
      usual: [200],
      disabled: DISABLED,
      enabled: [200],
    },
  ],
  'GET /me/passkeys': ofOwner(),
  'POST /me/passkeys/options': ofOwner({ password: PASSWORD }),
  'POST /me/passkeys': [
    {
      of: 'a session',
      ask: ({ headers, passkeys }) => ({ headers, body: { credential: passkeys.made } }),
      usual: [200],
      disabled: UNAUTHENTICATED,
    },
  ],
  'PATCH /me/passkeys': [
    {
      of: 'a session',
      ask: ({ headers, passkeys }) => ({ headers, body: { id: passkeys.id, name: '맥북' } }),
      usual: [200],
      disabled: UNAUTHENTICATED,
    },
  ],
  'DELETE /me/passkeys': [
    {
      of: 'a session',
      ask: ({ headers, passkeys }) => ({ headers, body: { id: passkeys.id, password: PASSWORD } }),
      usual: [200],
      disabled: UNAUTHENTICATED,
    },
  ],
  'POST /login/link': [
    {
      of: 'a stranger',
      ask: ({ address }) => ({ body: { email: address }, ...stranger() }),
      ...alike([202]),
      after: 61,
    },
  ],
  'POST /login/link/confirm': [
    {
      of: 'a link of before',
      ask: ({ logInMail: { token } }) => ({ body: { token } }),
      usual: [200],
      disabled: DISABLED,
      enabled: SUPERSEDED,
    },
    {
      of: 'a code of before',
      ask: ({ logInMail: { code, continuation } }) => ({ body: { code, continuation } }),
      usual: [200],
      disabled: DISABLED,
      enabled: SUPERSEDED,
    },
    {
      of: 'a wrong code',
      ask: ({ logInMail: { continuation } }) => ({ body: { code: '13579024', continuation } }),
      ...alike([401, 'code_mismatch']),
    },
  ],
  'POST /token/refresh': [
    {
      of: 'a refresh token',
      ask: ({ owner: { refreshToken } }) => ({ body: { refreshToken } }),
      usual: [200],
      disabled: [401, 'session_ended'],
    },
    {
      of: 'that of a client',
      ask: ({ spa }) => ({ body: { refreshToken: spa.refresh_token } }),
      ...alike([401, 'session_ended']),
    },
  ],
  'POST /logout': [
    { of: 'a refresh token', ask: ({ owner: { refreshToken } }) => ({ body: { refreshToken } }), ...alike([200]) },
  ],
  'POST /logout/all': [
    {
      of: 'a refresh token and the password',
      ask: ({ owner: { refreshToken } }) => ({ body: { refreshToken, password: PASSWORD } }),
      usual: [200],
      disabled: [401, 'session_ended'],
    },
  ],
  'POST /reset': [
    {
      of: 'a stranger',
      ask: ({ address }) => ({ body: { email: address }, ...stranger() }),
      ...alike([202]),
      after: 61,
    },
  ],
  'POST /reset/confirm': [
    {
      of: 'a link of before',
      ask: ({ reset: { token } }) => ({ body: { token, password: NEW_PASSWORD } }),
      usual: [200],
      disabled: DISABLED,
      enabled: SUPERSEDED,
    },
    {
      of: 'a code of before',
      ask: ({ reset: { code, continuation } }) => ({ body: { code, continuation, password: NEW_PASSWORD } }),
      usual: [200],
      disabled: DISABLED,
      enabled: SUPERSEDED,
    },
    {
      of: 'a wrong code',
      ask: ({ reset: { continuation } }) => ({ body: { code: '13579024', continuation, password: NEW_PASSWORD } }),
      ...alike([401, 'code_mismatch']),
    },
  ],
  'POST /invitation/confirm': [
    {
      of: 'a link of before',
      ask: ({ invitation: token }) => ({ body: { token, password: NEW_PASSWORD } }),
      usual: [200],
      disabled: DISABLED,
      enabled: SUPERSEDED,
    },
  ],
  'POST /otp': [
    {
      of: 'anybody',
      ask: ({ address }) => ({ body: { channel: 'email', to: address }, ...stranger() }),
      ...alike([202]),
      after: 61,
    },
  ],
  'POST /otp/check': [{ of: 'anybody', ask: ({ otp }) => ({ body: otp }), ...alike([200]) }],
  'GET /me': [
    ...ofOwner(),
    {
      of: 'a token of a client',
      ask: ({ spa }) => ({ headers: bearer(spa.access_token) }),
      ...alike(UNAUTHENTICATED),
    },
  ],
  'PATCH /me': ofOwner({ locale: 'en' }),
  'DELETE /me': ofOwner({ password: PASSWORD }),
  'GET /me/consents': ofOwner(),
  'PUT /me/consents': ofOwner({ consents: [] }),
  'POST /me/password': ofOwner({ currentPassword: PASSWORD, newPassword: NEW_PASSWORD }),
  'POST /me/email': ofOwner({ newEmail: freshAddress(), password: PASSWORD }, [202]),
  'POST /me/email/confirm': [
    {
      of: 'a link of before with its continuation',
      ask: ({ emailChange: { token, continuation } }) => ({ body: { token, continuation } }),
      usual: [200],
      disabled: SUPERSEDED,
    },
    {
      of: 'a link of before with a session',
      ask: ({ emailChange: { token }, headers }) => ({ body: { token }, headers }),
      usual: [200],
      disabled: UNAUTHENTICATED,
    },
    {
      of: 'a code of before',
      ask: ({ emailChange: { code, continuation } }) => ({ body: { code, continuation } }),
      usual: [200],
      disabled: SUPERSEDED,
    },
  ],
  // The way back from a thief's change outlives the disabled time, as it outlives a reset.
  'POST /email/undo': [
    {
      of: 'a link of before',
      ask: ({ undoToken }) => ({ body: { token: undoToken } }),
      usual: [202],
      disabled: DISABLED,
      enabled: [202],
    },
  ],
  'POST /me/phone': ofOwner({ phone: '010-9999-1234', password: PASSWORD }, [202]),
  'POST /me/phone/confirm': [
    {
      of: 'a code of before',
      ask: ({ phoneChange, headers }) => ({ body: phoneChange, headers }),
      usual: [200],
      disabled: UNAUTHENTICATED,
    },
  ],
  'GET /me/sessions': ofOwner(),
  'DELETE /me/sessions': ofOwner({ password: PASSWORD }),
  'DELETE /me/sessions/{id}': [
    {
      of: 'a session',
      ask: ({ headers, spa }) => ({
        path: `/me/sessions/${spa.refresh_token.split('.')[0]}`,
        headers,
        body: { password: PASSWORD },
      }),
      usual: [200],
      disabled: UNAUTHENTICATED,
    },
  ],
  // The stage has none of it. With it, a new epoch ends tickets and sessions of before (test/flows/factors).
  'GET /me/second-factor': ofOwner(undefined, [404, 'not_found']),
  'POST /me/second-factor/begin': ofOwner({ password: PASSWORD }, [404, 'not_found']),
  'POST /me/second-factor/confirm': ofOwner({ enrolment: 'x', code: '135790' }, [404, 'not_found']),
  'POST /me/second-factor/recovery-codes': ofOwner({ password: PASSWORD, code: '135790' }, [404, 'not_found']),
  'DELETE /me/second-factor': ofOwner({ password: PASSWORD, code: '135790' }, [404, 'not_found']),
  'GET /authorize': [
    {
      of: 'a browser that was logged in',
      ask: ({ person }) => ({ path: authorizePath(SPA), cookies: person.cookies }),
      usual: [302, SPA.redirectUris[0] ?? ''],
      disabled: [302, '/login'],
    },
    {
      of: 'the same without a page',
      ask: ({ person }) => ({ path: authorizePath(SPA, { prompt: 'none' }), cookies: person.cookies }),
      usual: [302, SPA.redirectUris[0] ?? ''],
      disabled: [302, 'login_required'],
    },
  ],
  'POST /authorize': [
    {
      of: 'a browser that was logged in',
      ask: ({ person }) => ({
        ...form(Object.fromEntries(new URL(authorizePath(SPA), 'https://x').searchParams)),
        cookies: person.cookies,
      }),
      ...alike([303, '/authorize']),
    },
  ],
  'POST /token': [
    {
      of: 'a code',
      ask: ({ code }) => form(codeFields(NATIVE, code) as Record<string, string>),
      usual: [200],
      disabled: [400, 'invalid_grant'],
    },
    {
      of: 'a refresh token',
      ask: ({ spa }) => form({ grant_type: 'refresh_token', refresh_token: spa.refresh_token, client_id: SPA.id }),
      usual: [200],
      disabled: [400, 'invalid_grant'],
    },
    {
      of: 'a refresh token, for less',
      ask: ({ spa: { refresh_token } }) =>
        form({ grant_type: 'refresh_token', refresh_token, client_id: SPA.id, scope: 'openid' }),
      usual: [200],
      disabled: [400, 'invalid_grant'],
    },
  ],
  'GET /userinfo': [
    {
      of: 'an access token',
      ask: ({ spa }) => ({ headers: bearer(spa.access_token) }),
      usual: [200],
      disabled: UNAUTHENTICATED,
    },
  ],
  'POST /userinfo': [
    {
      of: 'an access token',
      ask: ({ spa }) => ({ headers: bearer(spa.access_token) }),
      usual: [200],
      disabled: UNAUTHENTICATED,
    },
  ],
  'POST /revoke': [
    {
      of: 'a refresh token',
      ask: ({ server }) => form({ token: server.refresh_token }, asServer),
      ...alike([200]),
    },
    { of: 'an access token', ask: ({ server }) => form({ token: server.access_token }, asServer), ...alike([200]) },
  ],
  'POST /introspect': [
    {
      of: 'an access token',
      ask: ({ spa }) => form({ token: spa.access_token }, asServer),
      usual: [200, 'active'],
      disabled: [200, 'inactive'],
    },
    {
      of: 'the access token of a session of no client',
      ask: ({ owner }) => form({ token: owner.accessToken }, asServer),
      usual: [200, 'active'],
      disabled: [200, 'inactive'],
    },
    {
      of: 'a refresh token',
      ask: ({ server }) => form({ token: server.refresh_token }, asServer),
      usual: [200, 'active'],
      disabled: [200, 'inactive'],
    },
  ],
  'GET /logout': [
    {
      of: 'a browser that was logged in: it is not asked whether to log out, because nobody is logged in',
      ask: ({ person }) => ({ path: `/logout?client_id=${SPA.id}&${BYE}`, cookies: person.cookies }),
      usual: [200],
      disabled: [302, SPA.postLogoutRedirectUris?.[0] ?? ''],
    },
    {
      of: 'an ID token of before',
      ask: ({ spa, person }) => ({ path: `/logout?id_token_hint=${spa.id_token}&${BYE}`, cookies: person.cookies }),
      ...alike([302, SPA.postLogoutRedirectUris?.[0] ?? '']),
    },
  ],
  'POST /logout/confirm': [
    {
      of: 'a browser that was logged in',
      ask: ({ person }) => ({
        ...form(
          { client_id: SPA.id, post_logout_redirect_uri: SPA.postLogoutRedirectUris?.[0] ?? '' },
          { origin: 'https://api.example' },
        ),
        cookies: person.cookies,
      }),
      ...alike([303, SPA.postLogoutRedirectUris?.[0] ?? '']),
    },
  ],
  'GET /': NO_ACCOUNT,
  'GET /signup': NO_ACCOUNT,
  'GET /verify': NO_ACCOUNT,
  'GET /login': NO_ACCOUNT,
  'GET /reset': NO_ACCOUNT,
  'GET /invitation': NO_ACCOUNT,
  'GET /account': NO_ACCOUNT,
  'GET /account/security': NO_ACCOUNT,
  'GET /email/confirm': NO_ACCOUNT,
  'GET /email/undo': NO_ACCOUNT,
  'GET /assets/{file}': NO_ACCOUNT,
  'GET /consents': NO_ACCOUNT,
  'GET /.well-known/jwks.json': NO_ACCOUNT,
  'GET /.well-known/proof-jwks.json': NO_ACCOUNT,
  'GET /.well-known/openid-configuration': NO_ACCOUNT,
  'GET /.well-known/oauth-authorization-server': NO_ACCOUNT,
  'GET /.well-known/apple-app-site-association': NO_ACCOUNT,
  'GET /.well-known/assetlinks.json': NO_ACCOUNT,
  'GET /.well-known/webauthn': NO_ACCOUNT,
  'GET /profile-fields': NO_ACCOUNT,
  'GET /health': NO_ACCOUNT,
  'GET /openapi.json': NO_ACCOUNT,
};
const BYE = new URLSearchParams({ post_logout_redirect_uri: SPA.postLogoutRedirectUris?.[0] ?? '' });

const entries = Object.entries(CASES) as [Key, readonly Case[] | typeof NO_ACCOUNT][];
const cases = entries.flatMap(([key, of]) => (of === NO_ACCOUNT ? [] : of.map((each) => ({ key, ...each }))));

const outcomeOf = ({ status, headers, body }: Answer): Outcome => {
  const [to = '', query = ''] = (headers['location'] ?? '').split('?');
  const error = new URLSearchParams(query).get('error');
  const active = body?.active === undefined ? undefined : body.active ? 'active' : 'inactive';
  const what = body?.code ?? body?.error ?? active ?? error ?? (to === '' ? undefined : to);
  return what === undefined ? [status] : [status, what];
};

const send = (world: DisabledWorld, { key, ask, after = 0 }: (typeof cases)[number]) => {
  world.service.advance(after);
  const [method = '', path = ''] = key.split(' ');
  return world.service.request({ method, path, ...ask(world) });
};

/** What of an answer gives access to something. A cookie without a value is removed. */
const accessIn = ({ body, cookies }: Answer) => [
  ...[body?.accessToken, body?.refreshToken, body?.access_token, body?.user].filter((each) => each !== undefined),
  ...cookies.filter((cookie) => !/^[^=]+=;/.test(cookie) && !cookie.includes('continuation')),
];

describe.each(cases)('$key with $of', (each) => {
  it('is answered as written here: as usual, by a disabled account, and once that is enabled again', async () => {
    const begin = () => aWorld({ isInvited: each.key === 'POST /invitation/confirm' });
    const usual = await begin();
    expect(outcomeOf(await send(usual, each))).toEqual(each.usual);

    const world = await begin();
    const { service, address } = world;
    await disable(service, address);
    const before = await accountAt(service, address);
    const answer = await send(world, each);
    expect(outcomeOf(answer)).toEqual(each.disabled);
    expect(accessIn(answer)).toEqual([]);
    expect(await accountAt(service, address)).toEqual(before);
    await service.deliver();
    await service.deliverQueued();
    // A one-time code is of whoever asks for it, and opens no account.
    expect(service.mails.map(({ tags }) => tags.purpose).filter((purpose) => purpose !== 'otp')).toEqual([]);
    expect(service.texts).toEqual([]);
    expect(await tryTokens(service, world.owner)).toEqual(ENDED_SESSION);

    const other = await begin();
    await disable(other.service, other.address);
    await enable(other.service, other.address);
    expect(outcomeOf(await send(other, each))).toEqual(each.enabled ?? each.disabled);
    expect(await tryTokens(other.service, other.owner)).toEqual(ENDED_SESSION);
  });
});

describe('the table', () => {
  it('has a row for every route that is not an administrator’s', () => {
    const routes = Object.keys(ROUTES).filter((key) => !key.includes(' /admin/'));
    expect(Object.keys(CASES).toSorted()).toEqual(routes.toSorted());
  });

  it.each(entries.filter(([, of]) => of === NO_ACCOUNT).map(([key]) => key))('%s reads no row at all', async (key) => {
    const { service, person } = await aWorld();
    service.operations.splice(0);
    await service.request({
      method: 'GET',
      path: key.replace('GET ', '').replace('{file}', 'x.js'),
      cookies: person.cookies,
    });
    expect(service.operations).toEqual([]);
  });
});
