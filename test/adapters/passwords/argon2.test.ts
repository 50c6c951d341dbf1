import { stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createArgon2Hasher } from '#adapters/passwords/argon2.ts';

const cheap = createArgon2Hasher({ memoryKibibytes: 8, passes: 1, parallelism: 1 });
const SALT = 'AAECAwQFBgcICQoLDA0ODw';
const TAG = 'gYJZtjEAJqjg26xdLmknq8/bB7MiWPrE9hsYuA+SkIU';

describe('createArgon2Hasher', () => {
  // Made with argon2-cffi 25.1.0 (Python, over the reference implementation):
  // argon2.low_level.hash_secret(password, salt, time_cost, memory_cost, parallelism, hash_len=32, type=Type.ID, version=19)
  it.each([
    ['correct horse battery staple', `$argon2id$v=19$m=19456,t=2,p=1$${SALT}$${TAG}`],
    [
      '비밀번호는-열두글자🔑',
      '$argon2id$v=19$m=64,t=3,p=2$8PHy8/T19vf4+fr7/P3+/w$vcJ9LGb5UxZhiAIrRUYl1ly55ScYgTDPuYl/MOOEYRM',
    ],
    ['x', '$argon2id$v=19$m=8,t=1,p=1$+/v7+/v7+/v7+/v7+/v7+w$lGHmRi0Ctci8NfYir3ot6STGo0QDhhxy3oCrkxbbc70'],
  ])('verifies what another implementation made of %s, under the parameters in the string', async (password, phc) => {
    expect(await cheap.verify(password, phc)).toBe(true);
    expect(await cheap.verify(`${password} `, phc)).toBe(false);
    expect(await cheap.verify('', phc)).toBe(false);
  });

  it('hashes with m=19456, t=2, p=1, a salt of 16 and a tag of 32 bytes by default', async () => {
    const phc = await createArgon2Hasher().hash('correct horse battery staple');
    expect(phc).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(await cheap.verify('correct horse battery staple', phc)).toBe(true);
  });

  it('takes a new salt each time', async () => {
    const hashes = await Promise.all([...Array(20)].map(() => cheap.hash('same password')));
    expect(new Set(hashes.map((phc) => phc.split('$')[4])).size).toBe(20);
    expect(new Set(hashes.map((phc) => phc.split('$')[5])).size).toBe(20);
  });

  it('hashes a password as given: it neither composes, trims nor cuts', async () => {
    const phc = await cheap.hash('한글');
    expect(await cheap.verify('한글'.normalize('NFD'), phc)).toBe(false);
    expect(await cheap.verify('한글 ', phc)).toBe(false);
    const long = 'x'.repeat(500);
    expect(await cheap.verify(`${long}y`, await cheap.hash(`${long}z`))).toBe(false);
    expect(await cheap.verify('a', await cheap.hash('a\u0000b'))).toBe(false);
  });

  it('does not hold up the event loop while it hashes', async () => {
    let turns = 0;
    const turn = () => {
      turns++;
      timer = setImmediate(turn);
    };
    let timer = setImmediate(turn);
    await createArgon2Hasher().hash('a password');
    clearImmediate(timer);
    expect(turns).toBeGreaterThan(10);
  });

  it('leaves a thread to others: what reads a file does not wait for the hashes that were asked for before', async () => {
    const hasher = createArgon2Hasher();
    const done: number[] = [];
    const hashes = Array.from({ length: 24 }, async (_, index) => {
      await hasher.hash('a password');
      done.push(index);
    });
    await stat(import.meta.filename);
    expect(done.length).toBeLessThan(12);
    await Promise.all(hashes);
    expect(done.toSorted((one, other) => one - other)).toEqual([...Array(24).keys()]);
  });

  it('finds every password wrong where there is no hash', async () => {
    expect(await cheap.verify('a password', undefined)).toBe(false);
    expect(await cheap.verify('', undefined)).toBe(false);
  });

  it('takes the same time if there is no hash, or an older one: with its own memory and passes', async () => {
    const dear = createArgon2Hasher({ memoryKibibytes: 19_456, passes: 2 });
    const stored = await dear.hash('a password');
    // CPU time of all threads: the clock would also count other work of the machine.
    const costOf = async (work: () => Promise<boolean>): Promise<number> => {
      const before = process.cpuUsage();
      await work();
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const older = await createArgon2Hasher({ memoryKibibytes: 4864, passes: 2 }).hash('a password');
    const costs: Readonly<Record<'known' | 'older' | 'nobody' | 'cheapest', number>>[] = [];
    for (let turn = 0; turn < 5; turn++) {
      costs.push({
        known: await costOf(() => dear.verify('another', stored)),
        older: await costOf(() => dear.verify('another', older)),
        nobody: await costOf(() => dear.verify('another', undefined)),
        cheapest: await costOf(() => cheap.verify('another', undefined)),
      });
    }
    const least = (name: keyof (typeof costs)[number]) => Math.min(...costs.map((cost) => cost[name]));
    expect(least('nobody')).toBeGreaterThan(least('known') / 2);
    expect(least('nobody')).toBeLessThan(least('known') * 2);
    expect(least('nobody')).toBeGreaterThan(least('cheapest') * 5);
    // A quarter of the work, and what it lacks.
    expect(least('older')).toBeGreaterThan(least('nobody') / 2);
    expect(least('older')).toBeLessThan(least('nobody') * 2);
  });

  it('verifies a weaker and a stronger hash than its own', async () => {
    const now = createArgon2Hasher({ memoryKibibytes: 64, passes: 2 });
    for (const parameters of [{ memoryKibibytes: 16 }, { memoryKibibytes: 128 }, { memoryKibibytes: 63, passes: 3 }]) {
      const phc = await createArgon2Hasher({ passes: 2, ...parameters }).hash('a password');
      expect(await now.verify('a password', phc)).toBe(true);
      expect(await now.verify('another', phc)).toBe(false);
    }
  });

  it('calls a hash outdated that has less memory or fewer passes than now, and no other', () => {
    const now = createArgon2Hasher({ memoryKibibytes: 64, passes: 2, parallelism: 1 });
    const phc = (parameters: string) => `$argon2id$v=19$${parameters}$${SALT}$${TAG}`;
    const outdated = ['m=63,t=2,p=1', 'm=64,t=1,p=1', 'm=63,t=3,p=1', 'm=128,t=1,p=1'];
    expect(outdated.map((parameters) => now.isOutdated(phc(parameters)))).toEqual(outdated.map(() => true));
    const current = ['m=64,t=2,p=1', 'm=65,t=2,p=1', 'm=64,t=3,p=1', 'm=64,t=2,p=2'];
    expect(current.map((parameters) => now.isOutdated(phc(parameters)))).toEqual(current.map(() => false));
    expect(now.isOutdated('not-a-hash')).toBe(true);
  });

  it('never calls a new hash outdated', async () => {
    for (const hasher of [cheap, createArgon2Hasher()])
      expect(hasher.isOutdated(await hasher.hash('a password'))).toBe(false);
  });

  it.each([
    ['nothing', ''],
    ['no PHC string', 'not-a-hash'],
    ['argon2i', `$argon2i$v=19$m=64,t=2,p=1$${SALT}$${TAG}`],
    ['bcrypt', '$2b$10$abcdefghijklmnopqrstuuE1Xd3yJv0VdYkq0tO5s1p4l2m3n4o5p'],
    ['another version', `$argon2id$v=16$m=64,t=2,p=1$${SALT}$${TAG}`],
    ['no version', `$argon2id$m=64,t=2,p=1$${SALT}$${TAG}`],
    ['another order', `$argon2id$v=19$t=2,m=64,p=1$${SALT}$${TAG}`],
    ['gigabytes of memory', `$argon2id$v=19$m=4194304,t=2,p=1$${SALT}$${TAG}`],
    ['just too much memory', `$argon2id$v=19$m=65537,t=2,p=1$${SALT}$${TAG}`],
    ['too little memory for its lanes', `$argon2id$v=19$m=15,t=2,p=2$${SALT}$${TAG}`],
    ['no memory', `$argon2id$v=19$m=0,t=2,p=1$${SALT}$${TAG}`],
    ['too many passes', `$argon2id$v=19$m=64,t=9,p=1$${SALT}$${TAG}`],
    ['no passes', `$argon2id$v=19$m=64,t=0,p=1$${SALT}$${TAG}`],
    ['too many lanes', `$argon2id$v=19$m=64,t=2,p=5$${SALT}$${TAG}`],
    ['a leading zero', `$argon2id$v=19$m=064,t=2,p=1$${SALT}$${TAG}`],
    ['a short salt', `$argon2id$v=19$m=64,t=2,p=1$${SALT.slice(2)}$${TAG}`],
    ['a short tag, which is easy to hit', `$argon2id$v=19$m=64,t=2,p=1$${SALT}$gYJZ`],
    ['padding', `$argon2id$v=19$m=64,t=2,p=1$${SALT}==$${TAG}=`],
    ['base64url', `$argon2id$v=19$m=64,t=2,p=1$${SALT}$${TAG.replace('/', '_')}`],
    ['stray bits in its salt', `$argon2id$v=19$m=64,t=2,p=1$${SALT.slice(0, -1)}x$${TAG}`],
    ['stray bits in its tag', `$argon2id$v=19$m=64,t=2,p=1$${SALT}$${TAG.slice(0, -1)}V`],
    ['a line break', `$argon2id$v=19$m=64,t=2,p=1$${SALT}$${TAG}\n`],
  ])('finds every password wrong for a string that is not ours, and calls it outdated: %s', async (_name, phc) => {
    expect(await cheap.verify('a password', phc)).toBe(false);
    expect(cheap.isOwn(phc)).toBe(false);
    expect(cheap.isOutdated(phc)).toBe(true);
  });

  it('knows its own hashes', async () => {
    for (const hasher of [cheap, createArgon2Hasher()]) expect(cheap.isOwn(await hasher.hash('a password'))).toBe(true);
  });

  it.each([
    { memoryKibibytes: 7 },
    { memoryKibibytes: 15, parallelism: 2 },
    { memoryKibibytes: 65_537 },
    { memoryKibibytes: 19_456.5 },
    { passes: 0 },
    { passes: Number.NaN },
    { parallelism: 5 },
  ])('refuses to be made with %o', (parameters) => {
    expect(() => createArgon2Hasher(parameters)).toThrow(RangeError);
  });
});
