// Reads subject, text and HTML out of a MIME message: as much of it as our own mails and a hand-made one need.

export interface ReadMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export const readMail = (raw: Buffer): ReadMail => {
  const whole = splitPart(raw.toString('latin1'));
  const leaves = leavesOf(whole);
  const bodyOf = (type: string) => leaves.find(({ contentType }) => contentType.startsWith(type));
  return {
    subject: decodeWords(whole.headers.get('subject') ?? ''),
    text: decodeBody(bodyOf('text/plain')),
    html: decodeBody(bodyOf('text/html')),
  };
};

/** In latin1: one character for each byte. */
interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly contentType: string;
  readonly body: string;
}

const splitPart = (bytes: string): Part => {
  const text = bytes.replace(/^\r?\n/, '\r\n');
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const body = text.slice(head.length).replace(/^\r?\n\r?\n/, '');
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const headers = new Map(lines.map((line) => splitHeader(line)));
  return { headers, contentType: headers.get('content-type') ?? 'text/plain', body };
};

const splitHeader = (line: string): [name: string, value: string] => {
  const colon = line.indexOf(':');
  return [line.slice(0, Math.max(colon, 0)).toLowerCase(), line.slice(colon + 1).trim()];
};

const leavesOf = (part: Part): readonly Part[] => {
  const boundary = /^multipart\/.*\bboundary="?([^";]+)"?/is.exec(part.contentType)?.[1];
  if (boundary === undefined) return [part];
  const sections = part.body.split(`--${boundary}`).slice(1, -1);
  return sections.flatMap((section) => leavesOf(splitPart(section.replace(/^\r?\n/, '').replace(/\r?\n$/, ''))));
};

const decodeBody = (part: Part | undefined): string => {
  if (!part) return '';
  const encoding = part.headers.get('content-transfer-encoding')?.toLowerCase() ?? '';
  const charset = /\bcharset="?([\w-]+)/i.exec(part.contentType)?.[1];
  return decodeBytes(bytesOf(encoding, part.body), charset);
};

const bytesOf = (encoding: string, body: string): Buffer => {
  if (encoding === 'base64') return Buffer.from(body, 'base64');
  if (encoding === 'quoted-printable') return fromQuoted(body.replace(/[ \t]*=\r?\n/g, ''));
  return Buffer.from(body, 'latin1');
};

const fromQuoted = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

const decodeBytes = (bytes: Buffer, charset = 'utf-8'): string => {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
};

/** RFC 2047: space between two encoded words does not count. A header without any may be plain UTF-8. */
const decodeWords = (value: string): string => {
  if (!value.includes('=?')) return decodeBytes(Buffer.from(value, 'latin1'));
  return value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?([\w-]+)\?([bq])\?([^?]*)\?=/gi, (_, charset: string, kind: string, content: string) =>
      decodeBytes(
        kind.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : fromQuoted(content.replaceAll('_', ' ')),
        charset,
      ),
    );
};
