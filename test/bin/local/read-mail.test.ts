// Mails as this machine shows them: decoded from any program, with no part made up.
import { describe, expect, it } from 'vitest';
import { readMail } from '../../../bin/local/mail/read-mail.ts';

const mail = (...lines: string[]): Buffer => Buffer.from(lines.join('\r\n'));

describe('a mail', () => {
  it('of two parts is read with its encoded subject', async () => {
    const raw = mail(
      'Subject: =?UTF-8?B?7J247KadIOuplOydvA==?= =?UTF-8?Q?_012345?=',
      'Content-Type: multipart/alternative; boundary="edge"',
      '',
      '--edge',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from('인증번호 012345').toString('base64'),
      '--edge',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<p lang=3D"ko">=EC=9D=B8=EC=A6=9D</p>',
      '--edge--',
    );
    expect(await readMail(raw)).toEqual({
      subject: '인증 메일 012345',
      text: '인증번호 012345',
      html: '<p lang="ko">인증</p>',
    });
  });

  it('in another charset is read, too', async () => {
    const head = mail('Subject: hello', 'Content-Type: text/plain; charset=euc-kr', '', '');
    const raw = Buffer.concat([head, Buffer.from([0xb0, 0xa1, 0xb3, 0xaa])]);
    expect((await readMail(raw)).text).toBe('가나');
  });

  it('without a plain part gets none, and without HTML none', async () => {
    const html = mail('Subject: only HTML', 'Content-Type: text/html', '', '<p>hello</p>');
    expect(await readMail(html)).toEqual({ subject: 'only HTML', text: '', html: '<p>hello</p>' });
    const plain = mail('Subject: only text', '', 'see https://example.com/?a=1&b=2');
    expect(await readMail(plain)).toEqual({ subject: 'only text', text: 'see https://example.com/?a=1&b=2', html: '' });
  });

  it('without anything is empty', async () => {
    expect(await readMail(Buffer.from(''))).toEqual({ subject: '', text: '', html: '' });
  });
});
