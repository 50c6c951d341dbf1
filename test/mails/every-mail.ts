// Every mail as it is sent, for a brand in Latin letters and one in Hangul.
import { createMailComposer } from '#adapters/mail/mail-composer.ts';
import { createMailRenderer } from '#adapters/mail/mail-renderer.ts';
import { DEFAULTS } from '#domain/defaults.ts';
import type { RenderedMail } from '#domain/delivery/mail.ts';
import { LOCALES } from '#domain/locale.ts';
import { sampleMails } from '../../bin/preview/samples.ts';

export interface SentMail extends RenderedMail {
  /** E.g. `ko verification for Latchkey`. */
  readonly name: string;
  readonly raw: Buffer;
}

const COLOR = '#2563eb';
const LOGOS = { logoUrl: 'https://cdn.example.com/logo.png', logoUrlDark: 'https://cdn.example.com/logo-dark.png' };
const BRANDS = [{ name: 'Latchkey', ...LOGOS }, { name: '모두의마켓' }].map((brand) => ({
  ...brand,
  color: COLOR,
  supportAddress: 'help@example.com',
}));

export const everySentMail = async (): Promise<readonly SentMail[]> => {
  const mails = BRANDS.flatMap((brand) => {
    const { render } = createMailRenderer(brand);
    const composer = createMailComposer({ brand, senderEmail: 'no-reply@example.com' });
    const appearance = { issuer: 'https://auth.example.com', brand, lifetimes: DEFAULTS.lifetimes };
    return LOCALES.flatMap((locale) => sampleMails(appearance, locale)).map(async (mail) => {
      const rendered = render(mail);
      const raw = await composer.compose({ to: 'reader@example.net' }, rendered);
      return { ...rendered, name: `${mail.locale} ${mail.name} for ${brand.name}`, raw };
    });
  });
  return Promise.all(mails);
};
