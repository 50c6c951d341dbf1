// Reading a body: every kind of fault has its own answer, and nothing a client sends is repeated or thrown.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Outcome } from '#domain/errors.ts';
import { readBody } from '#http/read-body.ts';
import { apiEvent } from '../support/api-event.ts';
import { processorTime } from '../support/processor-time.ts';

const Schema = z.looseObject({ name: z.string() });
const JSON_TYPE = 'application/json';

interface Sent {
  readonly body?: string;
  readonly type?: string;
  readonly isBase64Encoded?: boolean;
}

const read = ({ body, type = JSON_TYPE, isBase64Encoded = false }: Sent): Outcome<unknown> => {
  const headers: Record<string, string> = type === '' ? {} : { 'content-type': type };
  const event = { ...apiEvent({ method: 'POST', path: '/signup' }), headers, isBase64Encoded };
  return readBody(body === undefined ? event : { ...event, body }, Schema);
};
const fault = (sent: Sent) => {
  const outcome = read(sent);
  return outcome.ok ? 'accepted' : outcome.refusal;
};
/** JSON of exactly that many bytes. */
const ofSize = (bytes: number) => `{"name":"${'a'.repeat(bytes - '{"name":""}'.length)}"}`;

describe('the media type', () => {
  it.each([
    JSON_TYPE,
    'application/json; charset=utf-8',
    'application/json;charset=UTF-8',
    'Application/JSON',
    'application/json ; profile="x"',
  ])('takes %s', (type) => {
    expect(read({ body: '{"name":"a"}', type })).toEqual({ ok: true, value: { name: 'a' } });
  });

  it.each([
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/json5',
    'xapplication/json',
    'text/plain; application/json',
    'application/json, text/plain',
  ])('refuses "%s", so that no plain form can post', (type) => {
    expect(fault({ body: '{"name":"a"}', type })).toEqual({ code: 'unsupported_media_type' });
  });

  it('is decided before the size and the syntax', () => {
    expect(fault({ body: ofSize(20_000), type: 'text/plain' })).toEqual({ code: 'unsupported_media_type' });
  });

  it('is decided in a moment for a hostile header', () => {
    const hostile = { body: '{}', type: `application/json${' '.repeat(60_000)}x` };
    expect(processorTime(() => fault(hostile))).toBeLessThan(500);
  });
});

describe('the size', () => {
  it('may be 16 KB and not one byte more', () => {
    expect(read({ body: ofSize(16_384) }).ok).toBe(true);
    expect(fault({ body: ofSize(16_385) })).toEqual({ code: 'payload_too_large' });
  });

  it('counts bytes, not characters', () => {
    const body = JSON.stringify({ name: '가'.repeat(6_000) });
    expect(body.length).toBeLessThan(16_384);
    expect(fault({ body })).toEqual({ code: 'payload_too_large' });
  });

  it('counts what base64 carries, not its text', () => {
    const encoded = (bytes: number) => Buffer.from(ofSize(bytes)).toString('base64');
    expect(encoded(16_384).length).toBeGreaterThan(16_385);
    expect(read({ body: encoded(16_384), isBase64Encoded: true }).ok).toBe(true);
    expect(fault({ body: encoded(16_385), isBase64Encoded: true })).toEqual({ code: 'payload_too_large' });
  });
});

describe('the text', () => {
  it('is read through base64, hangul and all', () => {
    const body = Buffer.from('{"name":"민지"}').toString('base64');
    expect(read({ body, isBase64Encoded: true })).toEqual({ ok: true, value: { name: '민지' } });
  });

  it('must be UTF-8', () => {
    const body = Buffer.from([...Buffer.from('{"name":"'), 0xff, 0xfe, ...Buffer.from('"}')]).toString('base64');
    const errors = [{ path: '', message: 'must be UTF-8' }];
    expect(fault({ body, isBase64Encoded: true })).toEqual({ code: 'invalid_request', errors });
  });

  it.each([undefined, '', '{', '{"name":"secret"', "{'name':1}", 'undefined', '{"name":"a"}{}', '{"name":\u0000}'])(
    'must be JSON, not %j, and is never quoted',
    (body) => {
      const errors = [{ path: '', message: 'must be JSON' }];
      expect(fault(body === undefined ? {} : { body })).toEqual({ code: 'invalid_request', errors });
    },
  );

  it('may be nested as deep as it fits without an exception', () => {
    expect(fault({ body: '['.repeat(8_192) + ']'.repeat(8_192) })).toMatchObject({ code: 'invalid_request' });
    expect(fault({ body: '{"a":'.repeat(2_500) })).toMatchObject({ code: 'invalid_request' });
  });
});

describe('the keys', () => {
  it.each([
    '{"name":"a","__proto__":{"isAdmin":true}}',
    '{"name":"a","deep":[{"__proto__":1}]}',
    '{"name":"a","\\u005f_proto__":1}',
  ])('may not be __proto__ at any depth: %s', (body) => {
    const errors = [{ path: '__proto__', message: 'must not be sent' }];
    expect(fault({ body })).toEqual({ code: 'invalid_request', errors });
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('may have the names of an object’s own properties without replacing them', () => {
    const outcome = read({ body: '{"name":"a","constructor":1,"toString":2}' });
    expect(outcome).toEqual({ ok: true, value: { name: 'a', constructor: 1, toString: 2 } });
  });
});

describe('the shape', () => {
  it.each(['null', '[]', '"text"', '5', 'true'])('must be an object, not %s', (body) => {
    const errors = [{ path: '', message: 'must be an object' }];
    expect(fault({ body })).toEqual({ code: 'invalid_request', errors });
  });

  it('is the schema’s', () => {
    const errors = [{ path: 'name', message: 'must be a string' }];
    expect(fault({ body: '{"name":5}' })).toEqual({ code: 'invalid_request', errors });
  });
});
