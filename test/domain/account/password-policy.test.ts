import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPassword, earlierForm, normalisePassword, passwordFault } from '#domain/account/password-policy.ts';
import type { CommonPasswords } from '#domain/ports/passwords.ts';
import { ADDRESS } from '../../support/builders.ts';

/** Knows one password in lower case, and records the questions. */
const listOf = (...passwords: string[]): CommonPasswords & { readonly asked: string[] } => {
  const asked: string[] = [];
  return { asked, has: async (password) => asked.push(password) > 0 && passwords.includes(password) };
};
const fault = (password: string, address = ADDRESS) => passwordFault(password, address, listOf('common-one'));

describe('passwordFault', () => {
  it('takes 8 to 128 code points', async () => {
    expect(await fault('x'.repeat(7))).toBe('too_short');
    expect(await fault('x'.repeat(8))).toBeUndefined();
    expect(await fault('x'.repeat(128))).toBeUndefined();
    expect(await fault('x'.repeat(129))).toBe('too_long');
    expect(await fault('')).toBe('too_short');
  });

  it('counts code points, not UTF-16 units or bytes', async () => {
    expect(await fault('🔑'.repeat(7))).toBe('too_short');
    expect(await fault('🔑'.repeat(8))).toBeUndefined();
    expect(await fault('🔑'.repeat(128))).toBeUndefined();
    expect(await fault('비밀번호여덟글자')).toBeUndefined();
  });

  it('asks for no classes of characters', async () => {
    expect(await fault('correct horse battery staple')).toBeUndefined();
    expect(await fault('        ')).toBeUndefined();
  });

  it('refuses what contains the address or its local part, in any case of letters', async () => {
    expect(await fault('minji.kim@example.com')).toBe('contains_address');
    expect(await fault('my MINJI.KIM@Example.com!')).toBe('contains_address');
    expect(await fault('Minji.Kim2026')).toBe('contains_address');
    expect(await fault('minjikim-2026')).toBeUndefined();
  });

  it('lets a local part of fewer than 4 characters be contained, but not its address', async () => {
    expect(await fault('kimchi-stew', 'kim@example.com')).toBeUndefined();
    expect(await fault('kim@example.com', 'kim@example.com')).toBe('contains_address');
    expect(await fault('jinn-and-tonic', 'jinn@example.com')).toBe('contains_address');
  });

  it.each(['common2024!', '!!Common!!', 'Qwerty!2345', 'latchkey123'])(
    'refuses %s, a common word with a little around it',
    async (password) => {
      expect(await passwordFault(password, ADDRESS, listOf('common'))).toBe('common');
    },
  );

  it.each(['common-staple-92', 'common847362519', 'kqwerty!2345', '2024-03-17!', '비밀번호여덟글자9'])(
    'takes %s',
    async (password) => {
      expect(await passwordFault(password, ADDRESS, listOf('common'))).toBeUndefined();
    },
  );

  it('refuses a common one, asked for in lower case', async () => {
    const list = listOf('common-one');
    expect(await passwordFault('Common-ONE', ADDRESS, list)).toBe('common');
    expect(list.asked).toEqual(['common-one']);
  });

  it('does not load the list for a password that is refused anyway', async () => {
    const list = listOf();
    await passwordFault('short', ADDRESS, list);
    await passwordFault('x'.repeat(129), ADDRESS, list);
    await passwordFault('minji.kim-2026', ADDRESS, list);
    expect(list.asked).toEqual([]);
  });
});

describe('normalisePassword', () => {
  it('makes hangul typed on macOS and on Windows the same password', () => {
    const typed = '비밀번호여덟글자';
    expect(typed.normalize('NFD')).not.toBe(typed);
    expect(normalisePassword(typed.normalize('NFD'))).toBe(typed);
  });

  it('counts the length after composing', async () => {
    const decomposed = '비밀번호'.normalize('NFD');
    expect([...decomposed].length).toBeGreaterThan(8);
    expect(await fault(normalisePassword(decomposed))).toBe('too_short');
  });

  it('leaves letter case, spaces and compatibility characters alone', () => {
    expect(normalisePassword(' Ab１ﬁ ')).toBe(' Ab１ﬁ ');
  });

  it('makes every space that is not ASCII an ASCII one, as keyboards and pasted texts differ in it', () => {
    const spaces = '\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000';
    for (const space of spaces) expect(normalisePassword(`correct${space}horse`)).toBe('correct horse');
    for (const other of '\u200b\u200d\u2060\ufeff\u00ad')
      expect(normalisePassword(`correct${other}horse`)).toBe(`correct${other}horse`);
  });

  it('is itself in its normal form, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const normal = normalisePassword(text);
        expect(normalisePassword(normal)).toBe(normal);
        expect(normal).not.toMatch(/(?! )\p{Zs}/u);
      }),
    );
  });
});

describe('earlierForm', () => {
  it('is only there if it differs', () => {
    expect(earlierForm('correct horse')).toBeUndefined();
    expect(earlierForm('비밀번호여덟글자'.normalize('NFD'))).toBeUndefined();
    expect(earlierForm('비밀\u3000번호'.normalize('NFD'))).toBe('비밀\u3000번호');
  });
});

describe('checkPassword', () => {
  it('gives the password back in its normal form', async () => {
    const typed = '비밀번호여덟글자';
    expect(await checkPassword(typed.normalize('NFD'), ADDRESS, listOf())).toEqual({ ok: true, value: typed });
  });

  it('says why a password is refused', async () => {
    expect(await checkPassword('common-one', ADDRESS, listOf('common-one'))).toEqual({
      ok: false,
      refusal: { code: 'weak_password', reason: 'common' },
    });
  });
});
