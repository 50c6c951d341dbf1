// The challenges of passkeys: made by this service, for one thing and one person, and not long ago.
import { describe, expect, it } from 'vitest';
import { systemRandomness } from '#adapters/system-clock.ts';
import {
  beginCeremony,
  CEREMONY_MILLISECONDS,
  type Ceremony,
  hashCeremony,
  isCeremonyOver,
  isOwnCeremony,
  parseCeremony,
  usedCeremonyEndsAt,
} from '#domain/factors/ceremony.ts';
import { ID, keysOf, NOW, OTHER_ID, USER_ID } from '../../support/builders.ts';

const LOG_IN: Ceremony = { kind: 'log-in' };
const REGISTER: Ceremony = { kind: 'register', userId: USER_ID, sessionId: ID };
const begin = (ceremony: Ceremony, keys = keysOf(1)) => beginCeremony(keys, systemRandomness, NOW, ceremony);

const parse = (text: string, kind: Ceremony['kind']) => {
  const parsed = parseCeremony(text, kind);
  if (!parsed) throw new Error('no challenge');
  return parsed;
};

describe('a challenge', () => {
  it.each([LOG_IN, REGISTER])('is known again for %j, with its generation and time', (ceremony) => {
    const parsed = parse(begin(ceremony, keysOf(2)), ceremony.kind);
    expect(parsed).toMatchObject({ generation: 2, issuedAt: NOW });
    expect(isOwnCeremony(keysOf(2), parsed, ceremony)).toBe(true);
    expect(isOwnCeremony(keysOf(1), parsed, ceremony)).toBe(false);
  });

  it('is another each time', () => {
    expect(begin(LOG_IN)).not.toBe(begin(LOG_IN));
  });

  it.each([
    { ...REGISTER, userId: `${USER_ID}x` },
    { ...REGISTER, sessionId: OTHER_ID },
  ] as const)('is for one session of one account: not for %j', (other) => {
    expect(isOwnCeremony(keysOf(1), parse(begin(REGISTER), 'register'), other)).toBe(false);
  });

  it('for one thing is none for the other', () => {
    expect(parseCeremony(begin(LOG_IN), 'register')).toBeUndefined();
    expect(parseCeremony(begin(REGISTER), 'log-in')).toBeUndefined();
    const bytes = Buffer.from(begin(REGISTER), 'base64url');
    bytes.writeUInt8(1, 2);
    expect(isOwnCeremony(keysOf(1), parse(bytes.toString('base64url'), 'log-in'), LOG_IN)).toBe(false);
  });

  it('is not known again with any other byte', () => {
    const bytes = Buffer.from(begin(LOG_IN), 'base64url');
    for (const [index, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(byte ^ 1, index);
      const parsed = parseCeremony(changed.toString('base64url'), 'log-in');
      expect(parsed !== undefined && isOwnCeremony(keysOf(1), parsed, LOG_IN), `byte ${index}`).toBe(false);
    }
  });

  it.each(['', 'x', 'A'.repeat(76), `${'A'.repeat(75)}=`, 'AQ'])('is not %j', (text) => {
    expect(parseCeremony(text, 'log-in')).toBeUndefined();
  });

  it('lives for five minutes, and is remembered for longer once it was used', () => {
    const parsed = parse(begin(LOG_IN), 'log-in');
    expect(isCeremonyOver(parsed, NOW + CEREMONY_MILLISECONDS - 1)).toBe(false);
    expect(isCeremonyOver(parsed, NOW + CEREMONY_MILLISECONDS)).toBe(true);
    expect(CEREMONY_MILLISECONDS).toBe(300_000);
    expect(usedCeremonyEndsAt({ usedAt: NOW })).toBe(NOW + 600_000);
    expect(hashCeremony(parsed.text)).toMatch(/^[\w-]{43}$/);
  });
});
