// A page of one sentence, with a link or a button: what the authorization endpoints show. It loads nothing and runs no script.
import { createHash } from 'node:crypto';
import type { Brand } from '#domain/brand.ts';
import { buttonColorsOf } from '#domain/brand-colors.ts';
import type { Locale } from '#domain/locale.ts';
import type { Reply } from '#http/reply.ts';
import { fill } from '#texts/fill.ts';
import { escapeHtml } from './template.ts';

/** `{brand}` may be in each of its sentences. */
export interface NoticePage {
  readonly status: number;
  readonly locale: Locale;
  readonly heading: string;
  readonly sentence: string;
  readonly link?: { readonly href: string; readonly label: string };
  /** A form with fields that nobody sees. `target`: where its answer may lead, besides this service. */
  readonly form?: {
    readonly action: string;
    readonly fields: Readonly<Record<string, string | undefined>>;
    readonly button: string;
    readonly target?: string | undefined;
  };
}

const styleOf = ({ color }: Brand): string => {
  const { fill, text } = buttonColorsOf(color);
  return [
    ':root{color-scheme:light dark;font:1rem/1.6 system-ui,sans-serif}',
    'body{max-width:26rem;margin:4rem auto;padding:0 1.25rem;word-break:keep-all;overflow-wrap:anywhere}',
    'h1{font-size:1.5rem;line-height:1.3}',
    `button{font:inherit;padding:.75rem 1.25rem;border:0;border-radius:.5rem;background:${fill};color:${text}}`,
  ].join('');
};

export const noticePage = (brand: Brand, page: NoticePage): Reply => {
  const style = styleOf(brand);
  const { form, link } = page;
  const say = (sentence: string): string => escapeHtml(fill(sentence, { brand: brand.name }));
  const fields = Object.entries(form?.fields ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`],
  );
  const body = [
    `<p>${escapeHtml(brand.name)}</p><h1>${say(page.heading)}</h1><p>${say(page.sentence)}</p>`,
    ...(form
      ? [
          `<form method="post" action="${escapeHtml(form.action)}">${fields.join('')}`,
          `<button type="submit">${say(form.button)}</button></form>`,
        ]
      : []),
    ...(link ? [`<p><a href="${escapeHtml(link.href)}">${say(link.label)}</a></p>`] : []),
  ];
  const head = [
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="robots" content="noindex"><title>${say(page.heading)} – ${escapeHtml(brand.name)}</title>`,
    `<style>${style}</style>`,
  ];
  return {
    status: page.status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': page.locale,
      'content-security-policy': policyOf(style, form?.target),
      // The button sends where it comes from: with `no-referrer` a browser may send `Origin: null`.
      'referrer-policy': 'strict-origin',
    },
    body: `<!doctype html><html lang="${page.locale}"><head>${head.join('')}</head><body><main>${body.join('')}</main></body></html>`,
  };
};

/** Some browsers hold the redirect after a form to the same rule as the form itself. */
const policyOf = (style: string, target: string | undefined): string => {
  const hash = createHash('sha256').update(style).digest('base64');
  const forms = ["'self'", ...(target === undefined ? [] : [sourceOf(target)])];
  return [
    `default-src 'none'; style-src 'sha256-${hash}'`,
    `form-action ${forms.join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
  ].join('; ');
};

/** A registered URI as a source: its origin, or its scheme if it has none. */
const sourceOf = (uri: string): string => {
  const { origin, protocol } = new URL(uri);
  return origin === 'null' ? protocol : origin;
};
