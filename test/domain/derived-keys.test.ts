import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { deriveKeys } from '#domain/derived-keys.ts';

const MASTER = Buffer.alloc(32, 0x2a);

/** HKDF-SHA256 with an empty salt and one block of output, spelt out after RFC 5869, section 2. */
const hkdf = (master: Buffer, info: string): Buffer => {
  const key = createHmac('sha256', Buffer.alloc(32)).update(master).digest();
  return createHmac('sha256', key).update(info).update(Buffer.of(1)).digest();
};

describe('deriveKeys', () => {
  it('derives each key by HKDF-SHA256 under its own label', () => {
    expect(deriveKeys(5, MASTER)).toMatchObject({
      generation: 5,
      link: hkdf(MASTER, 'latchkey/link'),
      linkIv: hkdf(MASTER, 'latchkey/link-iv'),
      code: hkdf(MASTER, 'latchkey/code'),
      refresh: hkdf(MASTER, 'latchkey/refresh'),
      change: hkdf(MASTER, 'latchkey/change'),
    });
  });

  it('gives 32 bytes each, all different, and none of them the master secret', () => {
    const { generation: _label, ...keys } = deriveKeys(5, MASTER);
    const all = [MASTER, ...Object.values(keys)].map((key) => key.toString('hex'));
    expect(new Set(all).size).toBe(all.length);
    expect(all.every((key) => key.length === 64)).toBe(true);
  });

  it('gives different keys for another master secret', () => {
    const other = deriveKeys(5, Buffer.alloc(32, 0x2b));
    const own = deriveKeys(5, MASTER);
    for (const use of ['link', 'linkIv', 'code', 'refresh', 'change'] as const)
      expect(other[use]).not.toEqual(own[use]);
  });
});
