// Links that lead to a client's own pages: for flows that it starts, however often their mail is sent, and for no others.
import { describe, expect, it } from 'vitest';
import { LOCALES, type Locale } from '#domain/locale.ts';
import type { Client } from '#domain/oauth/client.ts';
import { bearer } from '../../support/account.ts';
import { anOwner, moveTo, type Owner, undoEmailChange } from '../../support/email-change.ts';
import { freshPhone } from '../../support/one-time-code.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type ServiceOptions, type TestService } from '../../support/service.ts';
import { mailTo, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const clientOf = (id: string, linkUrl?: string): Client => ({
  id,
  name: id,
  redirectUris: [`https://${id}.example/callback`],
  ...(linkUrl !== undefined && { linkUrl }),
});
const CLIENTS = [
  clientOf('shop', 'https://shop.example/auth'),
  clientOf('club', 'https://club.example'),
  clientOf('plain'),
];
const aService = (options: ServiceOptions = {}) =>
  createTestService({ store: createTestStore(), settings: { clients: CLIENTS }, ...options });

interface Asked {
  readonly owner: Owner;
  readonly clientId?: string;
  readonly locale?: Locale;
}
/** Asks for a mail; resolves to the answer and the address that the mail goes to. */
type Ask = (service: TestService, asked: Asked) => Promise<{ status: number; body: object; to: string }>;

const ask =
  (path: string, fields: (address: string) => object, needsOwner = false): Ask =>
  async (service, { owner, ...rest }) => {
    const to = path === '/reset' || path === '/login/link' ? owner.address : freshAddress();
    const headers = needsOwner ? bearer(owner.accessToken) : {};
    const { status, body } = await service.post(path, { ...fields(to), ...rest }, { headers });
    return { status, body, to };
  };
const signUp = ask('/signup', (email) => ({ email, password: PASSWORD }));
const reset = ask('/reset', (email) => ({ email }));
const logInLink = ask('/login/link', (email) => ({ email }));
const changeEmail = ask('/me/email', (newEmail) => ({ newEmail, password: PASSWORD }), true);
const ROUTES: readonly (readonly [string, Ask])[] = [
  ['/verify', signUp],
  ['/reset', reset],
  ['/login', logInLink],
  ['/email/confirm', changeEmail],
];

const addressesIn = (text: string): readonly string[] => [...new Set(text.match(/https?:\/\/[^\s"<]+/g))];
const linksTo = async (service: TestService, address: string): Promise<readonly string[]> =>
  addressesIn((await mailTo(service, address)).text).filter((link) => /[?#]/.test(link));

const withOwner = async (service = aService()) => {
  const owner = await anOwner(service);
  service.advance(61);
  return { service, owner };
};

describe('a link for a client with pages of its own', () => {
  it.each(ROUTES.flatMap(([page, asks]) => LOCALES.map((locale) => [page, locale, asks] as const)))(
    'leads to its %s in %s, with the token in the fragment',
    async (page, locale, asks) => {
      const { service, owner } = await withOwner();
      const { to } = await asks(service, { owner, clientId: 'shop', locale });
      const { text, html } = await mailTo(service, to);
      const [link = '', ...others] = addressesIn(text).filter((one) => /[?#]/.test(one));
      expect(others).toEqual([]);
      expect(link).toMatch(new RegExp(`^https://shop\\.example/auth${page}#[\\w-]{20,}\\.${locale}$`));
      expect(html).toContain(`href="${link}"`);
      expect(`${text}${html}`).not.toContain('https://api.example');
      const lines = service.lines.join('');
      expect(lines).toContain('mail_sent');
      for (const secret of [link.split('#')[1]?.split('.')[0] ?? link, to]) expect(lines).not.toContain(secret);
    },
  );

  it('begins at the host if there is no path', async () => {
    const { service, owner } = await withOwner();
    const { to } = await reset(service, { owner, clientId: 'club' });
    expect(await linksTo(service, to)).toEqual([expect.stringMatching(/^https:\/\/club\.example\/reset#/)]);
  });

  it('works once, as any other', async () => {
    const { service, owner } = await withOwner();
    const signedUp = await signUp(service, { owner, clientId: 'shop' });
    const { token } = await mailTo(service, signedUp.to);
    const verify = () => service.post('/verify', { token, password: PASSWORD });
    expect(await verify()).toMatchObject({ status: 200 });
    expect(await verify()).toMatchObject({ body: { code: 'already_used' } });
    const asked = await reset(service, { owner, clientId: 'shop' });
    const { token: ofReset } = await mailTo(service, asked.to);
    expect(await service.post('/reset/confirm', { token: ofReset, password: PASSWORD })).toMatchObject({ status: 200 });
  });

  it('is kept when the mail is sent again, whoever asks', async () => {
    const { service, owner } = await withOwner();
    const begun = await signUp(service, { owner, clientId: 'shop' });
    const first = await linksTo(service, begun.to);
    service.advance(61);
    expect(await service.post('/signup/resend', begun.body)).toMatchObject({ status: 400 });
    const { continuation } = begun.body as { readonly continuation: string };
    expect(await service.post('/signup/resend', { continuation })).toMatchObject({ status: 202 });
    expect(await linksTo(service, begun.to)).toEqual(first);

    await reset(service, { owner, clientId: 'shop' });
    const ofReset = await linksTo(service, owner.address);
    for (const clientId of ['club', undefined]) {
      service.advance(61);
      await reset(service, { owner, ...(clientId && { clientId }) });
      expect(await linksTo(service, owner.address)).toEqual(ofReset);
    }
  });

  it('is that of the sign-up when its owner asks for a reset before it is verified', async () => {
    const { service, owner } = await withOwner();
    const { to } = await signUp(service, { owner, clientId: 'shop' });
    const first = await linksTo(service, to);
    service.advance(61);
    await service.post('/reset', { email: to, clientId: 'club' });
    expect(await linksTo(service, to)).toEqual(first);
  });

  it('is that of the newest request once a new challenge has replaced the old one', async () => {
    const { service, owner } = await withOwner();
    const { to } = await signUp(service, { owner, clientId: 'shop' });
    service.advance(61);
    await service.post('/signup', { email: to, password: PASSWORD });
    expect(await linksTo(service, to)).toEqual([expect.stringMatching(/^https:\/\/api\.example\/verify\?/)]);
    expect((await service.loadChallenge(to))?.clientId).toBeUndefined();
  });

  it.each([
    ['is there without them', [clientOf('shop')]],
    ['is gone', []],
  ])('is the hosted one when the client %s at the time of sending', async (_, clients) => {
    const store = createTestStore();
    const before = aService({ store });
    const { owner } = await withOwner(before);
    before.stream.splice(0);
    const { to } = await reset(before, { owner, clientId: 'shop' });
    const after = aService({ store, settings: { clients } });
    after.clock.time = before.clock.time;
    after.stream.push(...before.stream);
    expect(await linksTo(after, to)).toEqual([expect.stringMatching(/^https:\/\/api\.example\/reset\?/)]);
  });

  it('to an address with an account leads to its log-in and reset', async () => {
    const { service, owner } = await withOwner();
    await service.post('/signup', { email: owner.address, password: PASSWORD, clientId: 'shop', locale: 'en' });
    expect(await linksTo(service, owner.address)).toEqual([
      'https://shop.example/auth/login#en',
      'https://shop.example/auth/reset#en',
    ]);
  });
});

describe('the hosted pages have the links', () => {
  it('of notices, and of the reset after an undo', async () => {
    const { service, owner } = await withOwner();
    const { to } = await reset(service, { owner, clientId: 'shop' });
    const { token } = await mailTo(service, to);
    await service.post('/reset/confirm', { token, password: PASSWORD });
    expect(await linksTo(service, to)).toEqual(['https://api.example/reset?ko']);

    const another = await anOwner(service);
    const { undoToken } = await moveTo(service, another);
    expect(await linksTo(service, another.address)).toEqual([
      expect.stringMatching(/^https:\/\/api\.example\/email\/undo\?/),
    ]);
    await undoEmailChange(service, undoToken);
    expect(await linksTo(service, another.address)).toEqual([
      expect.stringMatching(/^https:\/\/api\.example\/reset\?/),
    ]);
  });

  it('of every flow that names no client', async () => {
    const { service, owner } = await withOwner();
    for (const [page, asks] of ROUTES) {
      const { to } = await asks(service, { owner });
      const [link] = await linksTo(service, to);
      expect(link).toMatch(new RegExp(`^https://api\\.example${page}\\?`));
    }
  });
});

describe('a client without pages of its own', () => {
  const sendCode: Ask = ask('/otp', () => ({ channel: 'sms', to: freshPhone().e164 }));
  const changePhone: Ask = ask('/me/phone', () => ({ phone: freshPhone().e164, password: PASSWORD }), true);

  it.each(
    [...ROUTES, ['/otp', sendCode] as const, ['/me/phone', changePhone] as const].flatMap(([name, asks]) =>
      ['plain', 'nobody', ''].map((clientId) => [name, clientId, asks] as const),
    ),
  )('is refused for %s if it is %j, and nothing is sent or counted', async (_, clientId, asks) => {
    const { service, owner } = await withOwner();
    service.operations.splice(0);
    service.stream.splice(0);
    expect(await asks(service, { owner, clientId })).toMatchObject({
      status: 400,
      body: {
        code: 'invalid_request',
        errors: [{ path: 'clientId', message: 'must be the id of a client with a linkUrl' }],
      },
    });
    expect(service.operations.filter((operation) => !operation.startsWith('load'))).toEqual([]);
    expect(service.stream).toEqual([]);
  });
});

describe('an SMS', () => {
  it.each([
    ['/otp', 'shop', '@shop.example'],
    ['/me/phone', 'shop', '@shop.example'],
    ['/otp', undefined, '@api.example'],
    ['/me/phone', undefined, '@api.example'],
  ])('of %s for %s is bound to %s', async (path, clientId, host) => {
    const { service, owner } = await withOwner();
    const { e164 } = freshPhone();
    const body = path === '/otp' ? { channel: 'sms', to: e164 } : { phone: e164, password: PASSWORD };
    const asked = await service.post(
      path,
      { ...body, ...(clientId && { clientId }) },
      path === '/otp' ? {} : { headers: bearer(owner.accessToken) },
    );
    expect(asked.status).toBe(202);
    await service.deliver();
    const { lastLine, body: text } = service.texts.findLast(({ to }) => to === e164) ?? {};
    expect(lastLine).toBe(`${host} #${/\d{6}/.exec(text ?? '')?.[0]}`);
  });
});
