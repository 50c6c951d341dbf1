// The one page that a person who runs the service has open: messages, clock, links to every page, and what to try next.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '#domain/locale.ts';
import type { Settings } from '#domain/settings.ts';
import { PAGE_NAMES } from '../../../functions/texts/page-texts.ts';
import { escapeHtml } from './mail-document.ts';

/** Its own files only: a mail stands in a frame with a policy of its own. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
export const readStyle = (): string => read('page.css');
export const readScript = (): string => read('page.client.js');

export interface PageFacts {
  readonly settings: Settings;
  /** Of cdk.json, if one was read. */
  readonly stage?: string;
  /** Of mails that this page does not show: where they are. */
  readonly mails?: string;
}

const PLACEHOLDER = /\{\{(\w+)\}\}/g;

export const renderPage = (facts: PageFacts): string => {
  const values: Readonly<Record<string, string>> = {
    brand: escapeHtml(facts.settings.brand.name),
    facts: factsOf(facts)
      .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`)
      .join(''),
    pages: PAGE_NAMES.map((name) => pageRow(name, facts.settings.languages)).join('\n'),
    commands: commandsOf(facts.settings).map(commandBlock).join('\n'),
  };
  return read('page.html').replace(PLACEHOLDER, (_whole, name: string) => values[name] ?? '');
};

const factsOf = ({ settings, stage, mails }: PageFacts): readonly (readonly [string, string])[] => [
  ...(stage === undefined ? [] : [['Stage of cdk.json', stage] as const]),
  ['API', settings.issuer],
  ...(mails === undefined ? [] : [['Mails', mails] as const]),
  ['Other origins', settings.allowedOrigins.filter((origin) => !isHere(origin)).join(', ') || 'none'],
];

const isHere = (origin: string): boolean => ['localhost', '127.0.0.1'].includes(new URL(origin).hostname);

const pageRow = (name: string, languages: readonly Locale[]): string => {
  const links = languages.map(
    (locale) =>
      `<a href="/${name}?lang=${locale}" hreflang="${locale}" aria-label="/${name} in ${locale}">${locale}</a>`,
  );
  return `<li><span>/${name}</span> ${links.join(' ')}</li>`;
};

const post = (url: string, path: string, body: object): string =>
  `curl -s ${url}${path} -H 'content-type: application/json' -d '${JSON.stringify(body)}'`;

const commandsOf = ({ issuer, otp }: Settings): readonly (readonly [string, string])[] => {
  const person = { email: 'me@example.com', password: 'correct horse battery' };
  return [
    ['Sign up; the mail appears above', post(issuer, '/signup', person)],
    ['Verify with the token of its link', post(issuer, '/verify', { token: '…', password: person.password })],
    ['Log in', post(issuer, '/login', person)],
    ...(otp.access === 'public'
      ? [['Send a code by SMS', post(issuer, '/otp', { channel: 'sms', to: '010-1234-5678' })] as const]
      : []),
    ['Let half an hour pass', post(issuer, '/_local/clock', { advanceSeconds: 1800 })],
    ['Every message as JSON', `curl -s ${issuer}/_local/messages`],
  ];
};

const commandBlock = ([what, command]: readonly [string, string]): string =>
  `<li><p>${escapeHtml(what)}</p><div class="command"><code>${escapeHtml(command)}</code><button type="button" data-copy="${escapeHtml(command)}">Copy</button></div></li>`;
