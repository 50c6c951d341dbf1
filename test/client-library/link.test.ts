// What a page of one's own finds in its address after a link of a mail led to it.

import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkTo } from '#domain/challenge/link-target.ts';
import { LOCALES } from '#domain/locale.ts';
import { readLink } from '../../client/link.ts';

const OWN = { id: 'shop', name: 'Shop', redirectUris: [], linkUrl: 'https://app.example.com/auth' };
const SETTINGS = { issuer: 'https://auth.example.com', clients: [OWN] };
const PAGES = [
  ['/verify', 'verify'],
  ['/login', 'confirmLogInMail'],
  ['/reset', 'confirmReset'],
  ['/email/confirm', 'confirmEmail'],
] as const;
const tokens = fc
  .uint8Array({ minLength: 30, maxLength: 500 })
  .map((bytes) => Buffer.from(bytes).toString('base64url'));
const TOKEN = 'AbC-_9'.repeat(10);

describe('the link on a page of one’s own', () => {
  it.each(PAGES)('of %s is for %s', (page, call) => {
    fc.assert(
      fc.property(tokens, fc.constantFrom(...LOCALES), fc.boolean(), (token, locale, isOwn) => {
        const link = linkTo(SETTINGS, page, { locale, token, ...(isOwn && { clientId: 'shop' }) });
        expect(readLink(link)).toEqual({ call, token, locale });
      }),
    );
  });

  it.each([
    ['a parameter that the mail program added', `/auth/verify?utm_source=mail#${TOKEN}.ko`],
    ['a slash at the end of the path', `/auth/verify/#${TOKEN}.ko`],
    ['something behind the token', `/auth/verify#${TOKEN}.ko&x=1`],
    ['a `=` that a program added to the query of a hosted page', `https://app.example.com/auth/verify?${TOKEN}.ko=`],
  ])('is read with %s', (_, address) => {
    expect(readLink(address)).toEqual({ call: 'verify', token: TOKEN, locale: 'ko' });
  });

  it('is read without its language when that was cut off', () => {
    expect(readLink(`/auth/reset#${TOKEN}`)).toEqual({ call: 'confirmReset', token: TOKEN });
    expect(readLink(`/auth/reset#${TOKEN}.fr`)).toEqual({ call: 'confirmReset', token: TOKEN });
  });

  it.each([
    '',
    '/auth/verify',
    '/auth/verify#',
    '/auth/login#ko',
    '/auth/verify?returnTo=https://app.example/aaaaaaaaaaaaaaaaaaaaaaaa.ko',
    `/auth/email/undo#${TOKEN}.ko`,
    `/auth/other#${TOKEN}.ko`,
    `/callback?code=${TOKEN}&state=a`,
  ])('is not in %j', (address) => {
    expect(readLink(address)).toBeUndefined();
  });

  it('is read by a module of its own', async () => {
    const { metafile } = await build({ entryPoints: ['client/link.ts'], bundle: true, write: false, metafile: true });
    expect(Object.keys(metafile.inputs)).toEqual(['client/link.ts']);
  });
});
