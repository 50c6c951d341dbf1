// Errors have one form, whatever gateway is in front of the functions.
import { expect, it } from 'vitest';
import { post, request, type Target } from './target.ts';

const PROBLEM = /^application\/problem\+json/;

export const refusalFlows = (getTarget: () => Target): void => {
  it('is 404 for an unknown path and 405 with Allow for another method', async () => {
    const target = getTarget();
    for (const path of ['/nothing', '/assets/nothing.js', '/signup/nothing']) {
      const nowhere = await request(target, path);
      expect(nowhere).toMatchObject({ status: 404, body: { code: 'not_found', status: 404 } });
      expect(nowhere.headers.get('content-type')).toMatch(PROBLEM);
    }
    const wrongMethod = await request(target, '/signup', { method: 'DELETE' });
    expect(wrongMethod).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(wrongMethod.headers.get('allow')?.split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  });

  it('answers HEAD as GET without a body, and serves the assets of its pages', async () => {
    const target = getTarget();
    const head = await request(target, '/signup', { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const { text } = await request(target, '/signup');
    const assets = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(assets.length).toBeGreaterThan(1);
    for (const asset of assets) expect((await request(target, asset)).status).toBe(200);
  });

  it.each([
    ['a body that is no JSON', '{"email":', 'application/json', 400, 'invalid_request'],
    ['no body', undefined, 'application/json', 400, 'invalid_request'],
    [
      'a body that is no UTF-8',
      Buffer.from('{"email":"\xff@example.com"}', 'latin1'),
      'application/json',
      400,
      'invalid_request',
    ],
    ['another media type', 'email=me', 'text/plain', 415, 'unsupported_media_type'],
    [
      'a body of more than 16 KB',
      JSON.stringify({ email: 'x'.repeat(17_000) }),
      'application/json',
      413,
      'payload_too_large',
    ],
  ])('answers %s as a problem with a code', async (_what, body, contentType, status, code) => {
    const headers = { 'content-type': contentType };
    const answer = await request(getTarget(), '/signup', { method: 'POST', headers, ...(body && { body }) });
    expect(answer).toMatchObject({ status, body: { code, status } });
    expect(answer.headers.get('content-type')).toMatch(PROBLEM);
  });

  it('names every wrong field by its path and repeats no value', async () => {
    const answer = await post(getTarget(), '/signup', { email: 'me@example.com', password: 5, secretExtra: 'echo-me' });
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['password', 'secretExtra']);
    expect(answer.text).not.toContain('echo-me');
  });

  it.each([
    [{}, ['email: must be a string', 'password: must be a string']],
    [
      { email: 5, password: null, locale: 'fr' },
      ['email: must be a string', 'locale: must be "ko" or "en"', 'password: must be a string'],
    ],
    [[], [': must be an object']],
  ])('says what is wrong with %j in the same words everywhere', async (body, sentences) => {
    const { status, body: problem } = await post(getTarget(), '/signup', body);
    const told = problem.errors.map(({ path, message }: { path: string; message: string }) => `${path}: ${message}`);
    expect({ status, told: told.sort() }).toEqual({ status: 400, told: sentences });
  });
};
