// Passkeys and the second factor in a browser, with an authenticator that Chromium plays.
import { generateSync } from 'otplib';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Locale } from '../../functions/domain/locale.ts';
import { clientTextsOf, PAGE_TEXTS } from '../../functions/texts/pages.ts';
import { PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { createAccount, enter, expectHeading, expectState, logIn, press, sessionOf } from './actions.ts';
import { PEOPLE, type Person, useBrowser } from './use-browser.ts';

const service = useLocalService();
const { open, openWatched } = useBrowser(service);

/** What Chromium plays: it has the finger of its owner, unless a test takes it away. */
interface Authenticator {
  /** The names of credentials are not kept: their number is. */
  readonly count: () => Promise<number>;
  /** Whether somebody touches it when it is asked. */
  readonly touch: (isThere: boolean) => Promise<void>;
}

const addAuthenticator = async (page: Page): Promise<Authenticator> => {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...({ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal' } as const),
      ...{ hasResidentKey: true, hasUserVerification: true, automaticPresenceSimulation: true },
      isUserVerified: true,
    },
  });
  return {
    count: async () => (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    touch: async (enabled) => {
      await session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
    },
  };
};

const textsOf = (locale: Locale) => {
  const { security, ...texts } = clientTextsOf('account/security', locale);
  if (!security) throw new Error('the page has no texts of its own');
  return { ...texts, locale, security, log: PAGE_TEXTS[locale].html };
};

const said = (page: Page, part: 'status' | 'problem', sentence: string) =>
  expect.poll(() => page.locator(`#${part}`).textContent()).toBe(sentence);

/** On the page of passkeys and the second factor, logged in a moment ago. */
const openSecurity = async (person: Person) => {
  const address = await createAccount(service, person.locale);
  const page = await open(person);
  const authenticator = await addAuthenticator(page);
  await enter(page.context(), service, address);
  await page.goto('/account/security');
  return { page, address, authenticator, texts: textsOf(person.locale ?? 'ko') };
};

const addPasskey = async (page: Page, { security }: ReturnType<typeof textsOf>): Promise<void> => {
  await press(page, 'add-form');
  await said(page, 'status', security.passkeyAdded);
};

/** Forgets the session, not the passkeys. */
const leave = (page: Page): Promise<void> => page.context().clearCookies();

describe.each(PEOPLE)('a passkey in $locale on a $device', (person) => {
  /** An old browser offers none in a field, and is not told which there are. */
  const isOld = 'isOld' in person;

  it('is added and logs in, by the button and out of the field for the address', async () => {
    const { page, address, authenticator, texts } = await openSecurity(person);
    await addPasskey(page, texts);
    expect([await authenticator.count(), await page.locator('#passkeys li').count()]).toEqual([1, 1]);
    await press(page, 'add-form');
    await said(page, 'problem', texts.security.alreadyThere);
    await leave(page);
    // Nobody touches it: the offer waits, until the button takes its place.
    await authenticator.touch(false);
    await page.goto('/login', { waitUntil: 'networkidle' });
    await authenticator.touch(true);
    await press(page, 'passkey-form');
    await page.waitForURL('**/account?*');
    expect(await sessionOf(page.context(), service)).toBe(address);
    await leave(page);
    await page.goto('/login');
    if (isOld) await press(page, 'passkey-form');
    await page.waitForURL('**/account?*');
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('is renamed and removed, and then logs nobody in', async () => {
    const { page, authenticator, texts } = await openSecurity(person);
    await addPasskey(page, texts);
    await page.locator('#passkeys li button').first().click();
    await expectHeading(page, texts.security.headings.rename);
    await page.locator('#name').fill('열쇠 key');
    await press(page, 'rename-form');
    await said(page, 'status', texts.security.passkeyRenamed);
    expect(await page.locator('#passkeys .device-name').textContent()).toBe('열쇠 key');
    await page.locator('#passkeys li button').last().click();
    await expectHeading(page, texts.security.headings.remove);
    await press(page, 'remove-form');
    await said(page, 'status', texts.security.passkeyRemoved);
    await page.locator('#passkeys-none').waitFor();
    await expect.poll(() => authenticator.count()).toBe(isOld ? 1 : 0);
    await leave(page);
    await page.goto('/login');
    await press(page, 'passkey-form');
    await said(page, 'problem', texts.log[isOld ? 'passkeyUnknown' : 'passkeyCancelled'] ?? '');
    expect(await sessionOf(page.context(), service)).toBeUndefined();
  });
});

describe.each(PEOPLE)('a passkey in $locale on a $device, beside a password,', (person) => {
  it('stands for the password where the page asks for it', async () => {
    const { page, address, texts } = await openSecurity(person);
    await addPasskey(page, texts);
    await service.advance(6 * 60);
    await page.locator('#passkeys li button').last().click();
    await press(page, 'remove-form');
    await expectHeading(page, clientTextsOf('account/security', texts.locale).headings.password);
    await press(page, 'reauth-passkey-form');
    await said(page, 'status', texts.security.passkeyRemoved);
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('gives way to the password, which the page asks for as well', async () => {
    const { page, texts } = await openSecurity(person);
    await service.advance(6 * 60);
    await press(page, 'add-form');
    await expectHeading(page, clientTextsOf('account/security', texts.locale).headings.password);
    await page.locator('#reauth-current-password').fill('wrong battery');
    await press(page, 'reauth-form');
    await expect
      .poll(() => page.locator('#reauth-current-password-problem').textContent())
      .toContain(texts.errors.invalid_credentials);
    await page.locator('#reauth-current-password').fill(PASSWORD);
    await press(page, 'reauth-form');
    await said(page, 'status', texts.security.passkeyAdded);
  });
});

it('a browser that does not offer passkeys in a field has the button, and one without passkeys has neither', async () => {
  const page = await open();
  await page.addInitScript(() => Reflect.deleteProperty(PublicKeyCredential, 'isConditionalMediationAvailable'));
  await page.goto('/login');
  expect(await page.locator('#passkey-form').isVisible()).toBe(true);
  await page.addInitScript(() => Reflect.deleteProperty(window, 'PublicKeyCredential'));
  await page.goto('/login');
  expect(await page.locator('#passkey-form').isVisible()).toBe(false);
  await enter(page.context(), service, await createAccount(service));
  await page.goto('/account/security');
  await page.locator('#passkeys-unsupported').waitFor();
  expect(await page.locator('#add-form').isVisible()).toBe(false);
});

it('an address that is none of the domain of passkeys gets a sentence, and no log-in', async () => {
  const { context } = await openWatched();
  const page = await context.newPage();
  await addAuthenticator(page);
  await page.goto(`${service.url.replace('localhost', '127.0.0.1')}/login`);
  await press(page, 'passkey-form');
  await said(page, 'problem', textsOf('ko').log['passkeyUnsupported'] ?? '');
});

it('a log-in with a password makes a passkey without a question, once, and holds nobody up', async () => {
  const address = await createAccount(service);
  const page = await open();
  const authenticator = await addAuthenticator(page);
  // Chromium makes one by itself only where its own password manager has filled the password in.
  await page.addInitScript(() => {
    const create = navigator.credentials.create.bind(navigator.credentials);
    navigator.credentials.create = ({
      mediation,
      ...options
    }: CredentialCreationOptions & { mediation?: string } = {}) =>
      mediation === 'conditional' ? create(options) : Promise.reject(new Error('the page asks a person'));
  });
  await logIn(page, address);
  await page.waitForURL('**/account?*');
  await expect.poll(() => authenticator.count()).toBe(1);
  await page.reload({ waitUntil: 'networkidle' });
  expect(await authenticator.count()).toBe(1);
});

describe.each(PEOPLE)('a second factor in $locale on a $device', (person) => {
  const { locale } = person;

  /** What the app shows now. It works once, so that the next one is needed each time. */
  const codeOf = async (secret: string): Promise<string> => {
    const now = await service.advance(31);
    return generateSync({ secret: secret.replaceAll(' ', ''), epoch: Math.floor(now.getTime() / 1000) });
  };

  const turnOn = async () => {
    const opened = await openSecurity(person);
    const { page, texts } = opened;
    await page.locator('#factor-on-way a').click();
    await expectHeading(page, texts.security.headings['turn-on']);
    await expect
      .poll(() => page.locator('#qr img').evaluate((image: HTMLImageElement) => image.naturalWidth))
      .toBeGreaterThan(0);
    expect(await page.locator('#app-link').getAttribute('href')).toMatch(/^otpauth:\/\/totp\//);
    const secret = (await page.locator('#secret').textContent()) ?? '';
    await page.locator('#code').fill(await codeOf(secret));
    await expectHeading(page, texts.security.headings.codes);
    const codes = await page.locator('#codes li').allTextContents();
    await page.locator('#kept').click();
    await page.locator('#factor-off-ways').waitFor();
    await leave(page);
    return { ...opened, secret, codes };
  };

  it('is asked for after the password: a wrong code is said, the right one opens', async () => {
    const { page, address, secret, codes } = await turnOn();
    expect(new Set(codes).size).toBe(10);
    await logIn(page, address);
    await expectHeading(page, PAGE_TEXTS[locale].html['factorStepHeading'] ?? '');
    expect(await sessionOf(page.context(), service)).toBeUndefined();
    const code = await codeOf(secret);
    await page.locator('#factor-code').fill(code === '000000' ? '111111' : '000000');
    await expect
      .poll(() => page.locator('#factor-code-problem').textContent())
      .toContain(PAGE_TEXTS[locale].html['factorWrong']);
    await page.locator('#factor-code').fill(code);
    await page.waitForURL('**/account?*');
    expect(await sessionOf(page.context(), service)).toBe(address);
  });

  it('takes a recovery code after the link of a mail, once', async () => {
    const { page, address, codes } = await turnOn();
    const enterCode = async () => {
      await page.goto('/login');
      await page.locator('#email').fill(address);
      await service.advance(61);
      const before = (await service.messagesTo(address)).length;
      await press(page, 'mail-form');
      await page.waitForURL('**/*step=code*');
      const { link } = await service.waitForLink(address, before + 1);
      await page.goto(link);
      await press(page, 'link-form');
      await page.locator('#use-recovery').click();
      await page.locator('#recovery-code').fill(codes[0] ?? '');
      await press(page, 'recovery-form');
    };
    await enterCode();
    await expectState(page, 'login', 'done', locale);
    expect(await sessionOf(page.context(), service)).toBe(address);
    await leave(page);
    await enterCode();
    await expect
      .poll(() => page.locator('#recovery-code-problem').textContent())
      .toContain(PAGE_TEXTS[locale].html['recoveryWrong']);
    expect(await sessionOf(page.context(), service)).toBeUndefined();
  });

  it('is turned off with a code, and gets new recovery codes before', async () => {
    const { page, address, secret, codes, texts } = await turnOn();
    await logIn(page, address);
    await page.locator('#factor-code').fill(await codeOf(secret));
    await page.locator('#account-email').waitFor();
    await page.goto('/account/security#new-codes');
    await page.locator('#renew-code').fill(await codeOf(secret));
    await expectHeading(page, texts.security.headings.codes);
    const fresh = await page.locator('#codes li').allTextContents();
    expect([fresh.length, fresh.filter((code) => codes.includes(code)).length]).toEqual([10, 0]);
    await page.locator('#kept').click();
    await page.locator('#factor-off-ways').waitFor();
    await page.goto('/account/security#turn-off');
    await page.locator('#proof').fill(await codeOf(secret));
    await press(page, 'turn-off-form');
    await said(page, 'status', texts.security.turnedOff);
    await leave(page);
    await logIn(page, address);
    await page.waitForURL('**/account?*');
  });
});

it('a passkey that has looked at its owner needs no second factor', async () => {
  const { page, texts, address } = await openSecurity({});
  await addPasskey(page, texts);
  await page.locator('#factor-on-way a').click();
  await page.locator('#secret').waitFor();
  const secret = ((await page.locator('#secret').textContent()) ?? '').replaceAll(' ', '');
  const now = await service.advance(31);
  await page.locator('#code').fill(generateSync({ secret, epoch: Math.floor(now.getTime() / 1000) }));
  await page.locator('#kept').click();
  await leave(page);
  await page.goto('/login');
  await page.waitForURL('**/account?*');
  expect(await sessionOf(page.context(), service)).toBe(address);
});
