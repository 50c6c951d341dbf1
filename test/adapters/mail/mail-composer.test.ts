// Proves that what a mail program decodes is what was rendered, and that no value can add a header or a recipient.
import { describe, expect, it } from 'vitest';
import { createMailComposer } from '#adapters/mail/mail-composer.ts';

const LINK = `https://api.example/verify?token=${'AbC_-9'.repeat(60)}&lang=ko`;
const mail = {
  subject: '[모두의마켓] 이메일 주소를 인증해 주세요 (메일 번호 7K2M)',
  text: `링크를 열어 주세요.\n\n${LINK}\n`,
  html: `<!doctype html><p>링크를 <a href="${LINK.replace('&', '&amp;')}">열어</a> 주세요.</p>`,
};
const sender = { brand: { name: '모두의마켓' }, senderEmail: 'noreply@modu.example' };

type Headers = ReadonlyMap<string, string>;

/** Unfolds (RFC 5322, 2.2.3). Throws for a line that is not a header, as in an injected body. */
const parseHeaders = (block: string): Headers => {
  const lines = block.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const pairs = lines.map((line): [string, string] => {
    const [, name, value] = /^([!-9;-~]+): (.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`no header: ${line}`);
    return [name.toLowerCase(), value];
  });
  expect(new Set(pairs.map(([name]) => name)).size).toBe(pairs.length);
  return new Map(pairs);
};

/** RFC 2047: space between two encoded words does not count. */
const decodeWords = (value: string): string =>
  value
    .replace(/\?= +=\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, base64: string) => Buffer.from(base64, 'base64').toString())
    .replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_, quoted: string) =>
      decodeURIComponent(quoted.replaceAll('_', ' ').replaceAll('%', '%25').replaceAll('=', '%')),
    );

const split = (text: string): { headers: Headers; body: string } => {
  const end = text.indexOf('\r\n\r\n');
  return { headers: parseHeaders(text.slice(0, end)), body: text.slice(end + 4) };
};

const parse = (raw: Buffer) => {
  const { headers, body } = split(raw.toString('latin1'));
  const boundary = /^multipart\/alternative; boundary="(.+)"$/.exec(headers.get('content-type') ?? '')?.[1];
  const sections = body.split(`--${boundary}`);
  expect(sections.at(-1)?.trim()).toBe('--');
  const parts = sections.slice(1, -1).map((section) => {
    const part = split(section.replace(/^\r\n/, ''));
    const encoding = part.headers.get('content-transfer-encoding');
    const content = encoding === 'base64' ? Buffer.from(part.body, 'base64').toString() : part.body.trimEnd();
    return { type: part.headers.get('content-type'), encoding, content };
  });
  return { headers, parts };
};

const HEADERS = [
  'auto-submitted',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
  'x-auto-response-suppress',
];

describe('a composed mail', () => {
  it('decodes to the same Korean subject, text and html, text first', async () => {
    const { headers, parts } = parse(await createMailComposer(sender).compose({ to: 'user@example.com' }, mail));
    expect(decodeWords(headers.get('subject') ?? '')).toBe(mail.subject);
    expect(parts).toEqual([
      { type: 'text/plain; charset=utf-8', encoding: 'base64', content: mail.text },
      { type: 'text/html; charset=utf-8', encoding: 'base64', content: mail.html },
    ]);
  });

  it('keeps a long link whole in an English mail too, which is all ASCII', async () => {
    const text = `Open this link:\n\n${LINK}`;
    const html = `<p><a href="${LINK}">Open</a></p>`;
    const raw = await createMailComposer(sender).compose({ to: 'user@example.com' }, { subject: 'Hello', text, html });
    expect(parse(raw).parts).toEqual([
      { type: 'text/plain; charset=utf-8', encoding: 'base64', content: text },
      { type: 'text/html; charset=utf-8', encoding: 'base64', content: html },
    ]);
  });

  it('comes from the brand and goes to the one recipient', async () => {
    const { headers } = parse(await createMailComposer(sender).compose({ to: 'user@example.com' }, mail));
    expect(decodeWords(headers.get('from') ?? '')).toBe('모두의마켓 <noreply@modu.example>');
    expect(headers.get('to')).toBe('user@example.com');
  });

  it('names the cc recipients, and never the bcc recipients', async () => {
    const recipients = {
      to: 'user@example.com',
      cc: ['a@modu.example', 'b@modu.example'],
      bcc: ['hidden@modu.example'],
    };
    const raw = await createMailComposer(sender).compose(recipients, mail);
    expect(parse(raw).headers.get('cc')).toBe('a@modu.example, b@modu.example');
    expect(raw.toString('latin1')).not.toContain('hidden@');
  });

  it('directs replies to the support address, if there is one', async () => {
    const replyToOf = async (brand: { name: string; supportAddress?: string }) =>
      parse(await createMailComposer({ ...sender, brand }).compose({ to: 'user@example.com' }, mail)).headers.get(
        'reply-to',
      );
    expect(await replyToOf({ name: '모두의마켓', supportAddress: 'help@modu.example' })).toBe('help@modu.example');
    expect(await replyToOf({ name: '모두의마켓' })).toBeUndefined();
  });

  it('asks for no automatic replies', async () => {
    const { headers } = parse(await createMailComposer(sender).compose({ to: 'user@example.com' }, mail));
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('x-auto-response-suppress')).toBe('All');
  });

  it('is ASCII in lines that every relay takes (RFC 5322: 998 bytes)', async () => {
    const raw = await createMailComposer(sender).compose({ to: 'user@example.com' }, mail);
    expect(raw.every((byte) => byte < 128)).toBe(true);
    expect(
      Math.max(
        ...raw
          .toString('latin1')
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(998);
  });

  it('quotes a brand name that looks like addresses', async () => {
    const brand = { name: 'Kim, Lee <ceo@bank.example>' };
    const { headers } = parse(await createMailComposer({ ...sender, brand }).compose({ to: 'user@example.com' }, mail));
    expect(headers.get('from')).toBe('"Kim, Lee <ceo@bank.example>" <noreply@modu.example>');
  });
});

describe('no value adds a header, a recipient or a body', () => {
  const injection = '\r\nBcc: victim@example.com\r\n\r\nbody';

  it.each([
    ['brand name', `Modu${injection}`, 'user@example.com', mail.subject],
    ['Korean brand name', `모두${injection}`, 'user@example.com', mail.subject],
    ['recipient', 'Modu', `user@example.com${injection}`, mail.subject],
    ['subject', 'Modu', 'user@example.com', `Hello${injection}`],
    ['Korean subject', 'Modu', 'user@example.com', `안녕${injection}`],
  ])('by line ends in the %s', async (_, name, to, subject) => {
    const raw = await createMailComposer({ ...sender, brand: { name } }).compose({ to }, { ...mail, subject });
    const { headers, parts } = parse(raw);
    expect([...headers.keys()].toSorted()).toEqual(HEADERS);
    expect(parts.map((part) => part.content)).toEqual([mail.text, mail.html]);
    expect(decodeWords(headers.get('from') ?? '')).not.toMatch(/[\r\n]/);
  });

  it('by a comma in the recipient', async () => {
    const raw = await createMailComposer(sender).compose({ to: 'user@example.com, victim@example.com' }, mail);
    expect(parse(raw).headers.get('to')).toBe('<"user@example.com, victim"@example.com>');
  });

  it('by naming a file as content', async () => {
    const text = 'file:///etc/passwd';
    const { parts } = parse(await createMailComposer(sender).compose({ to: 'user@example.com' }, { ...mail, text }));
    expect(parts[0]?.content).toBe(text);
  });
});
