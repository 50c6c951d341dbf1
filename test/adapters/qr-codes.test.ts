import { expect, it } from 'vitest';
import { qrCodes } from '#adapters/qr-codes.ts';

it('draws a square of dark modules on white with a quiet zone of four', async () => {
  const svg = await qrCodes.svg('otpauth://totp/Shop:minji%40example.com?secret=JBSWY3DPEHPK3PXP');
  const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)?.[1]);
  expect((size - 8 - 17) % 4).toBe(0);
  const corners = [...svg.matchAll(/M(\d+),(\d+)h1v1h-1z/g)].map(([, x, y]) => [Number(x), Number(y)]);
  expect(Math.min(...corners.flat())).toBe(4);
  expect(Math.max(...corners.flat())).toBe(size - 5);
  expect(svg).not.toContain('<script');
});
