// Proves that parsers of three origins read the same from every mail: the subject, both parts, and nothing that they complain about.
import { execFile } from 'node:child_process';
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { everySentMail, type SentMail } from './every-mail.ts';

/** Python's `email` under its strictest policy, which raises for each defect. */
const PYTHON = `
import email, email.policy, json, sys
message = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.strict)
part = lambda kind: message.get_body((kind,)).get_content()
json.dump({"from": str(message["from"]), "subject": str(message["subject"]), "text": part("plain"), "html": part("html")}, sys.stdout)
`;

type Read = Pick<SentMail, 'subject' | 'text' | 'html'>;

const byPython = async ({ raw }: SentMail): Promise<Read> => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const python = execFile('python3', ['-c', PYTHON], { encoding: 'utf8' }, (error, output) =>
    error ? reject(error) : resolve(output),
  );
  python.stdin?.end(raw);
  const { subject, text, html } = JSON.parse(await promise);
  return { subject, text, html };
};

const PARSERS: Readonly<Record<string, (mail: SentMail) => Promise<Read>>> = {
  mailparser: async ({ raw }) => {
    const { subject = '', text = '', html } = await simpleParser(raw, { skipHtmlToText: true });
    return { subject, text, html: String(html) };
  },
  'postal-mime': async ({ raw }) => {
    const { subject = '', text = '', html = '' } = await PostalMime.parse(raw);
    return { subject, text, html };
  },
  'email of Python': byPython,
};

const inUnixLines = ({ subject, text, html }: Read): Read => ({
  subject,
  text: text.replaceAll('\r\n', '\n').trimEnd(),
  html: html.replaceAll('\r\n', '\n').trimEnd(),
});

describe.each(Object.entries(PARSERS))('%s', (_name, parse) => {
  it('reads what was written', async () => {
    const mails = await everySentMail();
    expect(mails.length).toBeGreaterThan(40);
    for (const mail of mails) expect(inUnixLines(await parse(mail)), mail.name).toEqual(inUnixLines(mail));
  });
});
