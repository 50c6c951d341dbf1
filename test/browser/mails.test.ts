// How mails look in a browser: never wider than a phone, the logo of each colour scheme, and readable where colours are inverted.
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { sampleMails } from '../../bin/preview/samples.ts';
import { inTheme, type Theme } from '../../bin/preview/themes.ts';
import { createMailRenderer } from '../../functions/adapters/mail/mail-renderer.ts';
import type { Brand } from '../../functions/domain/brand.ts';
import { DEFAULTS } from '../../functions/domain/defaults.ts';
import { LOCALES } from '../../functions/domain/locale.ts';
import { useLocalService } from '../support/local/local-service.ts';
import { useBrowser } from './use-browser.ts';

const { open } = useBrowser(useLocalService());

const READABLE = 4.5;
/** For letters of 19 px in bold. */
const READABLE_LARGE = 3;

const logoIn = (color: string): string =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="128" height="32"><path fill="${color}" d="M0 8h128v16H0z"/></svg>`)}`;
const BRAND: Brand = { name: '모두의마켓', color: '#2563eb', supportAddress: 'help@modu.example' };
const LOGOS = { logoUrl: logoIn('#111111'), logoUrlDark: logoIn('#ffffff') };
/** What a team may be called and written to, at its longest and without a space. */
const LONGEST = {
  name: '가나다라마바사아자차'.repeat(4),
  color: '#fee500',
  supportAddress: `${'support'.repeat(9)}@${'very-long-name.'.repeat(8)}example.com`,
};

const mailsOf = () =>
  LOCALES.flatMap((locale) =>
    sampleMails({ lifetimes: DEFAULTS.lifetimes, issuer: 'https://api.example.com' }, locale),
  ).map((mail) => ({
    ...mail,
    values: {
      ...mail.values,
      ...('newAddress' in mail.values && { newAddress: `s***@${'very-long-name.'.repeat(12)}example.com` }),
    },
  })) as Parameters<ReturnType<typeof createMailRenderer>['render']>[0][];

let page: Page;
beforeEach(async () => {
  page = await open({ device: 'desktop' });
});

const show = async (brand: Brand, theme: Theme, mail = mailsOf()[0]): Promise<void> => {
  if (!mail) throw new Error('there is no mail');
  await page.setContent(inTheme(createMailRenderer(brand).render(mail).html, theme));
};

describe.each(['light', 'bare'] as const)('the longest names and addresses, %s', (theme) => {
  it.each([320, 360])('never make a mail wider than %d px', async (width) => {
    await page.setViewportSize({ width, height: 640 });
    for (const brand of [LONGEST, { ...LONGEST, name: 'Acme'.repeat(10) }, { ...LONGEST, logoUrl: 'data:,' }])
      for (const mail of mailsOf()) {
        await show(brand, theme, mail);
        const widths = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          ...[...document.querySelectorAll('td, p, h1')].map((part) => part.getBoundingClientRect().right),
        ]);
        expect(Math.max(...widths), `${mail.locale} ${mail.name}`).toBeLessThanOrEqual(width);
      }
  });
});

describe('the logo', () => {
  const visible = async () => {
    const logos = await page.locator('.plate img').all();
    const seen = await Promise.all(
      logos.map(async (logo) => ((await logo.isVisible()) ? logo.getAttribute('src') : [])),
    );
    return seen.flat();
  };

  it.each([
    ['light', LOGOS.logoUrl],
    ['dark', LOGOS.logoUrlDark],
    ['inverted', LOGOS.logoUrl],
  ] as const)('is one, in a mail shown %s', async (theme, expected) => {
    await show({ ...BRAND, ...LOGOS }, theme);
    expect(await visible()).toEqual([expected]);
  });

  it('alone stands on white in the dark, too', async () => {
    await show({ ...BRAND, logoUrl: LOGOS.logoUrl }, 'dark');
    expect(await visible()).toEqual([LOGOS.logoUrl]);
    expect(await contrastIn('.plate')).toBeGreaterThan(15);
  });
});

/** The contrast between the lightest and the darkest point of a part, as it is painted. */
const contrastIn = async (selector: string): Promise<number> => {
  const picture = (await page.locator(selector).first().screenshot()).toString('base64');
  return page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: image.width, height: image.height });
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0);
    const { data = [] } = context?.getImageData(0, 0, image.width, image.height) ?? {};
    const lightOf = (value = 0) =>
      value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4;
    let [darkest, lightest] = [1, 0];
    for (let at = 0; at < data.length; at += 4) {
      const light = 0.2126 * lightOf(data[at]) + 0.7152 * lightOf(data[at + 1]) + 0.0722 * lightOf(data[at + 2]);
      [darkest, lightest] = [Math.min(darkest, light), Math.max(lightest, light)];
    }
    return (lightest + 0.05) / (darkest + 0.05);
  }, picture);
};

/**
 * A colour of middle lightness keeps its fill while its dark label turns white: weaker, as on the buttons of that green everywhere.
 * A darker fill would be another colour for everybody: brown for amber.
 */
const SEEN = 2;

describe.each([
  ['#2563eb', READABLE],
  ['#fee500', READABLE],
  ['#ffffff', READABLE],
  ['#101114', READABLE],
  ['#7a7a7a', READABLE],
  ['#03c75a', SEEN],
])('in %s', (color, least) => {
  it('all is readable where a program inverts the colours, as Gmail does on iOS', async () => {
    await show({ ...BRAND, color, ...LOGOS }, 'inverted');
    for (const part of ['.plate', 'h1', '.code', '.muted', '.link'])
      expect(await contrastIn(part), part).toBeGreaterThanOrEqual(READABLE);
    expect(await contrastIn('.button span')).toBeGreaterThanOrEqual(least);
    await show({ ...BRAND, color, logoUrl: 'data:,' }, 'inverted');
    expect(await contrastIn('.plate'), 'the name').toBeGreaterThanOrEqual(READABLE_LARGE);
  });

  it('the text is readable where the browser darkens what it shows, as Android can', async () => {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setAutoDarkModeOverride', { enabled: true });
    await show({ ...BRAND, color }, 'bare');
    for (const part of ['h1', 'td > p', 'a[href^="mailto:"]'])
      expect(await contrastIn(part), part).toBeGreaterThanOrEqual(READABLE);
    expect(await contrastIn('a span')).toBeGreaterThanOrEqual(least);
  });
});
