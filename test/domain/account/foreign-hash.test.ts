// The hashes of other systems as text: what is read, and what is refused before anything is computed.
import { describe, expect, it } from 'vitest';
import { typedForms } from '#domain/account/foreign/typed-forms.ts';
import { readHash } from '#domain/account/foreign-hash.ts';

const b64 = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64');
const bare = (bytes: number) => b64(bytes).replace(/=+$/, '');

const argon2 = (parameters: string, variant = 'argon2id') => `$${variant}$v=19$${parameters}$${bare(16)}$${bare(32)}`;
const bcrypt = (rounds: string, letter = 'b') => `$2${letter}$${rounds}$${'a'.repeat(53)}`;
const pbkdf2 = (iterations: number, digest = 'sha256') => `pbkdf2_${digest}$${iterations}$saltsalt$${b64(32)}`;
const scrypt = (log: number, r: number, p: number) => `$scrypt$ln=${log},r=${r},p=${p}$${bare(16)}$${bare(32)}`;
const django = (N: number, r: number, p: number) => `scrypt$${N}$saltsalt$${r}$${p}$${b64(64)}`;
const firebase = (parameters: string, signerKey = b64(64)) =>
  `$fbscrypt$v=1,${parameters},ss=Bw==,sk=${signerKey}$${b64(10)}$${b64(64)}`;

const outcomeOf = (hash: string) => {
  const read = readHash(hash);
  return read.ok ? read.kind : `${read.reason} ${read.kind ?? ''}`.trim();
};

describe('readHash', () => {
  it.each([
    ['argon2id', argon2('m=262144,t=3,p=1')],
    ['argon2id', `argon2${argon2('m=102400,t=2,p=8')}`],
    ['argon2i', argon2('m=4096,t=3,p=1', 'argon2i')],
    ['argon2d', argon2('m=4096,t=3,p=1', 'argon2d')],
    ['bcrypt', bcrypt('04')],
    ['bcrypt', bcrypt('14', 'y')],
    ['bcrypt', `bcrypt$${bcrypt('12', 'a')}`],
    ['bcrypt_sha256', `bcrypt_sha256$${bcrypt('12')}`],
    ['pbkdf2_sha256', pbkdf2(8_800_000)],
    ['pbkdf2_sha1', pbkdf2(1, 'sha1')],
    ['scrypt', scrypt(17, 8, 1)],
    ['scrypt', scrypt(18, 8, 1)],
    ['scrypt', django(16_384, 8, 5)],
    ['scrypt', `${'0a'.repeat(16)}:${'0b'.repeat(64)}`],
    ['firebase_scrypt', firebase('n=14,r=8,p=1')],
  ])('reads %s: %s', (kind, hash) => {
    const read = readHash(hash);
    expect(read).toMatchObject({ ok: true, kind });
    if (read.ok) expect(read.cost).toBeLessThanOrEqual(40);
  });

  it.each([
    ['argon2id', argon2('m=4194304,t=1,p=1')],
    ['argon2id', argon2('m=264193,t=1,p=1')],
    ['argon2id', argon2('m=65536,t=24,p=1')],
    ['argon2i', argon2('m=64,t=999999999,p=1', 'argon2i')],
    ['bcrypt', bcrypt('15')],
    ['bcrypt', bcrypt('31')],
    ['bcrypt_sha256', `bcrypt_sha256$${bcrypt('15')}`],
    ['pbkdf2_sha256', pbkdf2(8_800_001)],
    ['pbkdf2_sha1', pbkdf2(999_999_999, 'sha1')],
    ['scrypt', scrypt(19, 8, 1)],
    ['scrypt', scrypt(63, 8, 1)],
    ['scrypt', scrypt(10, 1024, 1024)],
    ['scrypt', django(524_288, 8, 1)],
    ['firebase_scrypt', firebase('n=20,r=8,p=1')],
  ])('refuses %s as too expensive: %s', (kind, hash) => {
    expect(outcomeOf(hash)).toBe(`too_expensive ${kind}`);
  });

  it.each([
    ['unreadable', ''],
    ['unreadable', 'not-a-hash'],
    ['unreadable', 'x'.repeat(100_000)],
    ['unreadable', `${argon2('m=64,t=1,p=1')}\n`],
    ['unreadable', ` ${bcrypt('10')}`],
    ['unreadable', bcrypt('10').slice(0, -1)],
    ['unreadable', bcrypt('03')],
    ['unreadable', bcrypt('10', 'c')],
    ['unreadable', argon2('m=64,t=1,p=1').replace('v=19', 'v=16')],
    ['unreadable argon2id', argon2('m=15,t=1,p=2')],
    ['unreadable argon2id', `$argon2id$v=19$m=64,t=1,p=1$${bare(4)}$${bare(32)}`],
    ['unreadable argon2id', `$argon2id$v=19$m=64,t=1,p=1$${bare(16)}$${bare(8)}`],
    ['unreadable argon2id', `$argon2id$v=19$m=64,t=1,p=1$${bare(16)}$${bare(32).slice(0, -1)}d`],
    ['unreadable', pbkdf2(0)],
    ['unreadable', 'pbkdf2_md5$1000$saltsalt$AAAA'],
    ['unreadable pbkdf2_sha256', `pbkdf2_sha256$1000$saltsalt$${b64(8)}`],
    ['unreadable scrypt', django(1000, 8, 1)],
    ['unreadable scrypt', django(1024, 0, 1)],
    ['unreadable scrypt', django(1024, 8, 2000)],
    ['unreadable firebase_scrypt', firebase('n=14,r=8,p=1', b64(32))],
    ['unreadable', firebase('n=14,r=8,p=1').replace(/,sk=[^$]*/, '')],
    ['unreadable', '$6$salt$'.padEnd(94, 'a')],
    ['unreadable', `imported${bcrypt('10')}`],
    ['weak bcrypt_2x', bcrypt('10', 'x')],
    ['weak ldap_sha', '{SSHA}Hg8ssEGb37rghGtbwDyoQUaa'],
    ['weak crypt', '{CRYPT}$6$salt$hash'],
    ['weak plain_digest', 'AB'.repeat(16)],
  ])('calls it %s: %s', (outcome, hash) => {
    expect(outcomeOf(hash)).toBe(outcome);
  });

  it('marks argon2id, which can look like ours, and reads what it marked', () => {
    const hash = argon2('m=19456,t=2,p=1');
    const read = readHash(hash);
    expect(read).toMatchObject({ ok: true, stored: `imported${hash}` });
    expect(readHash(`imported${hash}`)).toEqual(read);
    for (const other of [bcrypt('10'), `argon2${hash}`, argon2('m=64,t=1,p=1', 'argon2i')])
      expect(readHash(other)).toMatchObject({ stored: other });
  });

  it('measures in hashes of ours', () => {
    expect(readHash(argon2('m=19456,t=2,p=1'))).toMatchObject({ cost: 1 });
    expect(readHash(argon2('m=38912,t=3,p=4'))).toMatchObject({ cost: 3 });
  });
});

describe('typedForms', () => {
  const formsOf = (typed: string, hash: string) => {
    const read = readHash(hash);
    return read.ok ? typedForms(typed, read) : [];
  };

  it('are one for an ASCII password', () => {
    for (const hash of [bcrypt('10'), pbkdf2(1000), firebase('n=14,r=8,p=1')])
      expect(formsOf('a password', hash)).toEqual(['a password']);
  });

  it('begin with what was typed, and have each other form once', () => {
    const typed = 'ｐ\u3000비밀'.normalize('NFD');
    const forms = formsOf(typed, bcrypt('10'));
    expect(forms).toEqual([typed, typed.normalize('NFC'), 'ｐ 비밀', 'p 비밀']);
  });

  it('are the NFKC form alone where the other system hashed that', () => {
    const hash = `${'0a'.repeat(16)}:${'0b'.repeat(64)}`;
    expect(formsOf('ｐ비밀'.normalize('NFD'), hash)).toEqual(['p비밀']);
  });

  it('are fewer for a hash that is expensive', () => {
    const typed = 'ｐ\u3000비밀';
    expect(formsOf(typed, bcrypt('12')).length).toBeGreaterThan(3);
    expect(formsOf(typed, bcrypt('14'))).toEqual([typed, 'ｐ 비밀']);
  });
});
