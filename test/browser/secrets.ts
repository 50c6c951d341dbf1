// Where a page must not leave secrets: in storage and cookies that scripts can read, or in what another site would get.
import type { BrowserContext, Response } from 'playwright-core';
import { tokenOf, type useLocalService } from '../support/local/local-service.ts';

type Service = ReturnType<typeof useLocalService>;
const SECRET_FIELDS = new Set(['accessToken', 'refreshToken', 'continuation', 'password', 'token', 'code']);

/** Collects every secret that `context` sends, receives or gets by mail. The result says, while its pages are open, where one leaked. */
export const watchSecrets = (context: BrowserContext, service: Service): (() => Promise<readonly string[]>) => {
  const secrets = new Set<string>();
  const reading: Promise<void>[] = [];
  const readAnswer = async (response: Response): Promise<void> => {
    // If the page was left meanwhile, its answer can no longer be read.
    addFields(await response.json().catch(() => undefined), secrets);
  };
  context.on('request', (request) => {
    if (request.method() !== 'GET') addFields(parse(request.postData()), secrets);
  });
  context.on('response', (response) => {
    if (response.request().method() === 'POST') reading.push(readAnswer(response));
  });
  return async () => {
    await Promise.all(reading);
    const cookies = await context.cookies();
    for (const { value } of cookies) secrets.add(value);
    for (const { link, code } of await mails(service)) {
      if (code !== undefined) secrets.add(code);
      if (link !== undefined) secrets.add(tokenOf({ link }));
    }
    const careless = cookies.filter(({ httpOnly, sameSite }) => !httpOnly || sameSite === 'None');
    const foreign = cookies.filter(({ domain }) => domain !== new URL(service.url).hostname);
    const stored = (await Promise.all(context.pages().map(storageOf))).join('\n');
    return [
      ...careless.map(({ name }) => `cookie ${name} can be read by scripts or sent from other sites`),
      ...foreign.map(({ name, domain }) => `cookie ${name} belongs to ${domain}`),
      ...[...secrets].filter((secret) => contains(stored, secret)).map((secret) => `a secret is stored: ${secret}`),
    ];
  };
};

/** Everything a script can read without a request to the service. */
const storageOf = (page: BrowserContextPage): Promise<string> => {
  if (!page.url().startsWith('http')) return Promise.resolve('');
  return page.evaluate(() =>
    [...Object.values(localStorage), ...Object.values(sessionStorage), document.cookie].join('\n'),
  );
};
type BrowserContextPage = ReturnType<BrowserContext['pages']>[number];

/** A code must be a whole number in the text: its digits may also be part of a timestamp. */
const contains = (text: string, secret: string): boolean =>
  /^\d+$/.test(secret) ? new RegExp(`(?<!\\d)${secret}(?!\\d)`).test(text) : secret !== '' && text.includes(secret);

const addFields = (body: unknown, secrets: Set<string>): void => {
  if (typeof body !== 'object' || body === null) return;
  for (const [name, value] of Object.entries(body)) {
    // An answer's `code` is the name of an error.
    if (SECRET_FIELDS.has(name) && typeof value === 'string' && !/^[a-z_]+$/.test(value)) secrets.add(value);
  }
};

const parse = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};

const mails = async (service: Service) =>
  (await service.get('/_local/messages')).body as { link?: string; code?: string }[];
