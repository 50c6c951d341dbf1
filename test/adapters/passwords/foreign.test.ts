import { describe, expect, it } from 'vitest';
import { createForeignPasswords } from '#adapters/passwords/foreign.ts';
import type { InLane } from '#adapters/passwords/lanes.ts';
import { verifyForeign } from '#adapters/passwords/verify-foreign.ts';
import { readHash } from '#domain/account/foreign-hash.ts';
import { type ForeignSample, foreignSamples } from './foreign-hashes/read-hashes.ts';

const { verify } = createForeignPasswords();
const { weak } = foreignSamples;
/** Django has one strength of bcrypt. */
const isQuick = ({ hash }: ForeignSample) => !hash.includes('$2b$12$');
const cheap = foreignSamples.cheap.filter(isQuick);
const byDefault = [...foreignSamples.byDefault, ...foreignSamples.cheap.filter((sample) => !isQuick(sample))];
const nameOf = ({ library, kind, password, hash }: ForeignSample) =>
  `${library} ${kind} ${hash.slice(0, 12)} ${password.slice(0, 12)}`;
const named = (samples: readonly ForeignSample[]) => samples.map((sample) => [nameOf(sample), sample] as const);

/** bcrypt reads no more than 72 bytes: only what comes before is part of the password. */
const isCut = ({ kind, password }: ForeignSample) => kind === 'bcrypt' && Buffer.byteLength(password) > 72;

/** Another letter in the middle of the last part, which every form has at its end. */
const withOtherLetter = (hash: string, fromEnd: number): string => {
  const at = hash.length - fromEnd;
  return hash.slice(0, at) + (hash[at] === 'a' ? 'b' : 'a') + hash.slice(at + 1);
};

describe('createForeignPasswords', () => {
  it.each(named(cheap))('verifies %s, and no other password', async (_name, sample) => {
    const { password, hash } = sample;
    expect(await verify(password, hash)).toBe('right');
    expect(await verify(`x${password}`, hash)).toBe('wrong');
    expect(await verify(`${password}x`, hash)).toBe(isCut(sample) ? 'right' : 'wrong');
    expect(await verify('', hash)).toBe('wrong');
  });

  it.each(named(byDefault))('verifies with the strength that its library chooses: %s', async (_name, sample) => {
    expect(await verify(sample.password, sample.hash)).toBe('right');
    // Another password in other letters has five forms, which take seconds.
    if (/^[ -~]+$/.test(sample.password))
      expect(await verify(sample.password, withOtherLetter(sample.hash, 10))).toBe('wrong');
  });

  it.each(named(cheap))('finds every password wrong if a letter of the hash is another: %s', async (_name, sample) => {
    const { password, hash } = sample;
    // In the tag, and in its last letter, some of whose bits stand for nothing.
    for (const fromEnd of [1, 2, 3, 10]) {
      if (hash[hash.length - fromEnd] === '=') continue;
      expect(await verify(password, withOtherLetter(hash, fromEnd)), `${fromEnd}`).not.toBe('right');
    }
  });

  it.each(named(cheap))('finds it right in each form that a device may send: %s', async (_name, sample) => {
    if (isCut(sample)) return expect(sample.kind).toBe('bcrypt');
    for (const form of ['NFC', 'NFD'] as const)
      expect(await verify(sample.password.normalize(form), sample.hash)).toBe('right');
  });

  it('takes full-width letters for others where the former system did', async () => {
    const ofNode = byDefault.filter(({ library, password }) => library === 'better-auth' && password.includes('ｐ'));
    expect(ofNode.length).toBeGreaterThan(0);
    for (const { password, hash } of ofNode) expect(await verify(password.normalize('NFKC'), hash)).toBe('right');
  });

  it.each(named(weak))('refuses as weak: %s', async (_name, { kind, password, hash }) => {
    expect(await verify(password, hash)).toEqual({ ok: false, reason: 'weak', kind });
  });

  it('verifies what the README of Firebase shows', async () => {
    const key = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==';
    const tag = 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==';
    const hash = `$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=${key}$42xEC+ixf3L2lw==$${tag}`;
    expect(await verify('user1password', hash)).toBe('right');
    expect(await verify('user2password', hash)).toBe('wrong');
    const inOtherAlphabet = hash.replaceAll('+', '-').replaceAll('/', '_');
    expect(await verify('user1password', inOtherAlphabet)).toBe('right');
  });

  it.each(['a wrong password', '틀린 비밀번호', 'ｐ\u3000ａ'])(
    'with a sample computes as often for each account, and for none: %s',
    async (typed) => {
      const [sample = '', other = ''] = cheap.filter(({ kind }) => kind === 'bcrypt').map(({ hash }) => hash);
      const counts = [];
      for (const hash of [undefined, other, sample, weak[0]?.hash, 'not-a-hash']) {
        let computed = 0;
        const inLane: InLane = (compute) => {
          computed++;
          return compute();
        };
        expect(await verifyForeign(inLane, typed, hash, sample)).not.toBe('right');
        counts.push(computed);
      }
      expect(new Set(counts).size).toBe(1);
      expect(counts[0]).toBeGreaterThan(0);
    },
  );

  it('compares no password without a hash and without a sample', async () => {
    expect(await verify('a password', undefined)).toBe('wrong');
  });

  it('verifies argon2id of another system that looks like ours in each form', async () => {
    const sample = cheap.find(
      ({ hash, password }) => hash.startsWith('$argon2id$') && password !== password.normalize('NFC'),
    );
    const read = readHash(sample?.hash ?? '');
    if (!read.ok || !sample) throw new Error('no such sample');
    expect(read.stored).toBe(`imported${sample.hash}`);
    for (const form of [sample.password, sample.password.normalize('NFC')])
      expect(await verify(form, read.stored)).toBe('right');
  });

  it('computes nothing that is too expensive', async () => {
    const startedAt = performance.now();
    for (const hash of [
      `$2b$15$${'a'.repeat(53)}`,
      `$argon2id$v=19$m=4194304,t=1,p=1$${'a'.repeat(22)}$${'a'.repeat(43)}`,
      `scrypt$1048576$saltsalt$8$1$${'a'.repeat(86)}==`,
      `pbkdf2_sha256$99999999$saltsalt$${'a'.repeat(43)}=`,
    ])
      expect(await verify('a password', hash)).toMatchObject({
        ok: false,
        reason: expect.stringMatching(/too_ex|unre/),
      });
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
