// The file by which a browser lets apps on other domains use the passkeys: https://www.w3.org/TR/webauthn-3/#sctn-related-origins
import { describe, expect, it } from 'vitest';
import type { Settings } from '#domain/settings.ts';
import { RelatedOriginsResponse } from '#schemas/responses.ts';
import { createTestService } from '../support/service.ts';

const get = (settings: Partial<Settings>, method = 'GET') =>
  createTestService({ settings }).request({ method, path: '/.well-known/webauthn' });

describe('the file of related origins', () => {
  it('is JSON at once, kept for an hour, with every app that is configured', async () => {
    const passkeyOrigins = ['https://app.example', 'https://shop.example.co.kr'];
    const { status, headers, body } = await get({ passkeyDomain: 'api.example', passkeyOrigins });
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' });
    expect(RelatedOriginsResponse.parse(body)).toEqual({ origins: passkeyOrigins });
  });

  it('is empty without apps', async () => {
    expect(await get({ passkeyDomain: 'api.example' })).toMatchObject({ status: 200, body: { origins: [] } });
    expect(await get({ passkeyDomain: 'api.example' }, 'HEAD')).toMatchObject({ status: 200, text: '' });
  });

  it('names nobody else who may call the API', async () => {
    const settings = { passkeyDomain: 'api.example', allowedOrigins: ['https://partner.example'] };
    expect((await get(settings)).body).toEqual({ origins: [] });
  });

  it('is not there without passkeys', async () => {
    expect(await get({})).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect(await get({ passkeyOrigins: ['https://app.example'] })).toMatchObject({ status: 404 });
  });
});
