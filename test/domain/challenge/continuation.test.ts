import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  CONTINUATION_MAXIMUM_LENGTH,
  createContinuation,
  isContinuationOf,
  readContinuation,
} from '#domain/challenge/continuation.ts';
import { ADDRESS, aChallenge, aRef, ID, OTHER_ID } from '../../support/builders.ts';

const SECRET = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
const RANDOM = { bytes: (count: number) => SECRET.subarray(0, count) };
const { continuation: TEXT, hash: HASH } = createContinuation(RANDOM, aRef(), ID);

const compose = (head: string | Buffer, tail: Buffer = SECRET) =>
  `${Buffer.from(head).toString('base64url')}.${tail.toString('base64url')}`;
const read = (text: string | undefined) => readContinuation(text, 'signup');

describe('createContinuation', () => {
  it('writes the claims, a dot and 16 random bytes', () => {
    expect(TEXT).toBe(compose(`["signup","email","${ADDRESS}","${ID}"]`));
  });

  it('returns only the SHA-256 of the secret part for storing', () => {
    expect(HASH).toBe(createHash('sha256').update(SECRET).digest('base64url'));
    expect(TEXT).not.toContain(HASH);
  });

  it('asks for 16 fresh bytes each time', () => {
    const asked: number[] = [];
    const bytes = (count: number) => Buffer.alloc(count, asked.push(count));
    const first = createContinuation({ bytes }, aRef(), ID);
    const second = createContinuation({ bytes }, aRef(), ID);
    expect(asked).toEqual([16, 16]);
    expect(second.hash).not.toBe(first.hash);
  });
});

describe('readContinuation', () => {
  it('returns what was written', () => {
    expect(read(TEXT)).toEqual({ ...aRef(), id: ID, hash: HASH });
  });

  it('reads one for an sms as it was made', () => {
    const ref = { purpose: 'otp', channel: 'sms', address: '+821012345678' } as const;
    const { continuation, hash } = createContinuation(RANDOM, ref, ID);
    expect(continuation).toBe(compose(`["otp","sms","+821012345678","${ID}"]`));
    expect(readContinuation(continuation, 'otp')).toEqual({ ...ref, id: ID, hash });
    expect(readContinuation(continuation, 'phone_change')).toBeUndefined();
  });

  it('reads the longest address', () => {
    const address = `${'a'.repeat(64)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(57)}.com`;
    expect(address).toHaveLength(254);
    const { continuation } = createContinuation(RANDOM, aRef({ address }), ID);
    expect(continuation.length).toBeLessThanOrEqual(CONTINUATION_MAXIMUM_LENGTH);
    expect(read(continuation)?.address).toBe(address);
  });

  it('gives another hash, or nothing, for every change of one character', () => {
    for (let index = 0; index < TEXT.length; index++) {
      for (const other of 'AZaz09-_.=') {
        if (other === TEXT[index]) continue;
        const changed = read(TEXT.slice(0, index) + other + TEXT.slice(index + 1));
        const isOtherChallenge = changed?.id !== ID || changed.address !== ADDRESS;
        expect(changed === undefined || isOtherChallenge || changed.hash !== HASH).toBe(true);
      }
    }
  });

  it.each(['=', '==', '.', '.AAAA', ' ', '\n', 'A', '%3D'])('refuses %j put before or behind it', (stray) => {
    expect(read(TEXT + stray)).toBeUndefined();
    expect(read(stray + TEXT)).toBeUndefined();
  });

  it('refuses it cut short at any place', () => {
    const cut = [...TEXT].map((_character, index) => read(TEXT.slice(0, index)));
    expect(cut.every((result) => result === undefined)).toBe(true);
  });

  it('refuses stray bits in the last character of either part', () => {
    expect(TEXT.endsWith('w')).toBe(true);
    expect(['x', 'y', 'z'].map((last) => read(TEXT.slice(0, -1) + last))).toEqual([undefined, undefined, undefined]);
    const [head = '', tail] = compose(`["signup","email","ab@example.com","${ID}"]`).split('.');
    expect(head.length % 4).not.toBe(0);
    expect(read(`${head}.${tail}`)).toBeDefined();
    const next = String.fromCharCode((head.at(-1)?.charCodeAt(0) ?? 0) + 1);
    expect(read(`${head.slice(0, -1)}${next}.${tail}`)).toBeUndefined();
  });

  it('refuses one made for another purpose', () => {
    expect(readContinuation(TEXT, 'reset')).toBeUndefined();
    expect(readContinuation(TEXT, 'otp')).toBeUndefined();
  });

  it('refuses a secret of any other length', () => {
    const claims = JSON.stringify(['signup', 'email', ADDRESS, ID]);
    expect(read(compose(claims, Buffer.alloc(16)))).toBeDefined();
    for (const length of [0, 1, 15, 17, 32]) expect(read(compose(claims, Buffer.alloc(length)))).toBeUndefined();
  });

  it.each([
    ['a channel that is none', ['signup', 'fax', ADDRESS, ID]],
    ['an email address by text', ['signup', 'sms', ADDRESS, ID]],
    ['a phone number by mail', ['signup', 'email', '+821012345678', ID]],
    ['a phone number that is not in normal form', ['signup', 'sms', '010-1234-5678', ID]],
    ['a phone number with a line break', ['signup', 'sms', '+821012345678\n', ID]],
    ['a phone number that is a number', ['signup', 'sms', 821012345678, ID]],
    ['an unknown purpose', ['owner', 'email', ADDRESS, ID]],
    ['an address that is not in normal form', ['signup', 'email', 'Minji.Kim@example.com', ID]],
    ['an address that is none', ['signup', 'email', 'a#b:c', ID]],
    ['an address that is a list', ['signup', 'email', [ADDRESS], ID]],
    ['an id that is a list', ['signup', 'email', ADDRESS, [ID]]],
    ['an id in lower case', ['signup', 'email', ADDRESS, ID.toLowerCase()]],
    ['an id with a letter no ULID has', ['signup', 'email', ADDRESS, ID.replace('A', 'I')]],
    ['an id that is too long', ['signup', 'email', ADDRESS, `${ID}0`]],
    ['an id with a line break', ['signup', 'email', ADDRESS, `${ID}\n`]],
    ['too few parts', ['signup', 'email', ADDRESS]],
    ['too many parts', ['signup', 'email', ADDRESS, ID, 1]],
    ['no list', { 0: 'signup', 1: 'email', 2: ADDRESS, 3: ID, length: 4 }],
    ['nothing', null],
  ])('refuses %s', (_name, claims) => {
    expect(read(compose(JSON.stringify(claims)))).toBeUndefined();
  });

  it.each([
    ['spaces', `["signup", "email","${ADDRESS}","${ID}"]`],
    ['an escape', `["\\u0073ignup","email","${ADDRESS}","${ID}"]`],
    ['a byte order mark', `\ufeff["signup","email","${ADDRESS}","${ID}"]`],
  ])('refuses the same claims spelt differently: %s', (_name, head) => {
    expect(read(compose(head))).toBeUndefined();
  });

  it('refuses invalid UTF-8, an empty text and a long one', () => {
    expect(read(compose(Buffer.from([0x22, 0xff, 0x22])))).toBeUndefined();
    expect(read(undefined)).toBeUndefined();
    expect(read('')).toBeUndefined();
    expect(read('.')).toBeUndefined();
    expect(read('.'.repeat(CONTINUATION_MAXIMUM_LENGTH))).toBeUndefined();
    expect(read(`${TEXT}${'A'.repeat(CONTINUATION_MAXIMUM_LENGTH)}`)).toBeUndefined();
    expect(read('['.repeat(1000))).toBeUndefined();
  });
});

describe('isContinuationOf', () => {
  const challenge = aChallenge({ continuationHash: HASH });

  it('takes the one that was handed out for the challenge', () => {
    expect(isContinuationOf(TEXT, aRef(), challenge)).toBe(true);
  });

  const other = (ref: Parameters<typeof aRef>[0], id = ID) => createContinuation(RANDOM, aRef(ref), id).continuation;
  it.each([
    ['none', undefined],
    ['junk', 'junk'],
    ['one of another purpose', other({ purpose: 'reset' })],
    ['one of another address', other({ address: 'other@example.com' })],
    ['one of another challenge', other({}, OTHER_ID)],
    ['one with another secret', compose(`["signup","email","${ADDRESS}","${ID}"]`, Buffer.alloc(16))],
  ])('refuses %s', (_name, text) => {
    expect(isContinuationOf(text, aRef(), challenge)).toBe(false);
  });
});
