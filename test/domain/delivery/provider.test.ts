// The log names the domain of a recipient only if a great many people share it.
import { expect, it } from 'vitest';
import { providerOf } from '#domain/delivery/provider.ts';

it.each([
  ['a@naver.com', 'naver.com'],
  ['x7k2m9@privaterelay.appleid.com', 'privaterelay.appleid.com'],
  ['a@mail.naver.com', 'other'],
  ['"a@naver.com"@minji.example', 'other'],
  ['a@constructor', 'other'],
])('%s is of %s', (address, domain) => {
  expect(providerOf(address)).toBe(domain);
});
