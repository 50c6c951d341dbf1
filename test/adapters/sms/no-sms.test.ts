import { describe, expect, it } from 'vitest';
import { noSms } from '#adapters/sms/no-sms.ts';
import { adviceOn } from '#domain/delivery/reasons.ts';

describe('a deployment without sms', () => {
  it('refuses each permanently, with a reason that tells the operator what to do', async () => {
    const sent = await noSms.send({
      to: '+821012345678',
      body: '[모두의마켓] 012345',
      lastLine: '@a #012345',
      reference: 'x',
    });
    expect(sent).toEqual({ ok: false, permanent: true, reason: 'texts_off' });
    expect(adviceOn('texts_off')).toMatch(/configured/);
    expect(await noSms.outcomeOf('+821012345678', 'x')).toBe('unknown');
  });
});
