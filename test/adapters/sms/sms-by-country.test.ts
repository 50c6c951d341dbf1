// Proves that only the country of a number decides its transport, and that nothing is sent to a country that is not configured.
import { describe, expect, it } from 'vitest';
import { createSmsByCountry } from '#adapters/sms/sms-by-country.ts';
import type { SmsTransport } from '#domain/ports/delivery.ts';

const named = (name: string): SmsTransport => ({
  send: async () => ({ ok: true, messageId: name }),
  outcomeOf: async () => (name === 'sens' ? 'delivered' : 'unknown'),
});
const text = { body: '012345', lastLine: '@modu.example #012345', reference: 'x' };
const KOREAN = '+821012345678';
const AMERICAN = '+12133734253';
const CANADIAN = '+14165550123';

describe('an sms', () => {
  const transports = { sens: named('sens'), sns: named('sns') };
  const texts = createSmsByCountry({ countries: { KR: 'sens', US: 'sns' }, transports });

  it('is sent by the transport of its country, which is also asked for the outcome', async () => {
    expect(await texts.send({ ...text, to: KOREAN })).toEqual({ ok: true, messageId: 'sens' });
    expect(await texts.send({ ...text, to: AMERICAN })).toEqual({ ok: true, messageId: 'sns' });
    expect(await texts.outcomeOf(KOREAN, 'x')).toBe('delivered');
    expect(await texts.outcomeOf(AMERICAN, 'x')).toBe('unknown');
  });

  it.each([
    ['of another country', '+819012345678'],
    ['of another country with the same code', CANADIAN],
    ['that is none', '+0'],
    ['that is empty', ''],
  ])('to a number %s goes nowhere, for good', async (_name, to) => {
    expect(await texts.send({ ...text, to })).toEqual({ ok: false, permanent: true, reason: 'texts_off' });
    expect(await texts.outcomeOf(to, 'x')).toBe('unknown');
  });

  it('to a territory is sent by its own transport, or by that of the country it shares its numbers with', async () => {
    const to = '+447924123456';
    const [isle, both] = [{ IM: 'sns' } as const, { IM: 'sns', GB: 'sens' } as const];
    const sentBy = async (countries: Record<string, 'sns' | 'sens'>) =>
      (await createSmsByCountry({ countries, transports }).send({ ...text, to })) as { messageId?: string };
    expect((await sentBy(isle)).messageId).toBe('sns');
    expect((await sentBy(both)).messageId).toBe('sens');
  });

  it('is not sent when its transport is not set up', async () => {
    const without = createSmsByCountry({ countries: { KR: 'sens' }, transports: { sns: named('sns') } });
    expect(await without.send({ ...text, to: KOREAN })).toMatchObject({ ok: false, reason: 'texts_off' });
    expect(await without.outcomeOf(KOREAN, 'x')).toBe('unknown');
  });
});
