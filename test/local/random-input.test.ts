// Random bodies, and the fields of real ones filled with random JSON: always an answer as documented, never a 5xx, never an echo.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROUTES } from '../../functions/routes.ts';
import { ProblemResponse } from '../../functions/schemas/responses.ts';
import { freshSecret, PASSWORD, useLocalService } from '../support/local-service.ts';

const service = useLocalService();

const MARK = freshSecret();
const RUNS_PER_ROUTE = 100;
const PATHS = Object.keys(ROUTES)
  .filter((key) => key.startsWith('POST '))
  .map((key) => key.slice('POST '.length));

const FIELDS: Readonly<Record<string, unknown>> = {
  email: 'minji@example.com',
  password: PASSWORD,
  locale: 'en',
  profile: { nickName: 'minji' },
  credentials: 'cookie',
  token: 'AAAA',
  code: '123456',
  continuation: 'W10.AAAAAAAAAAAAAAAAAAAAAA',
};

/** Puts the mark into every text value; names stay, for a refusal may name a field. */
const marked = (value: unknown): unknown => {
  if (typeof value === 'string') return `${MARK}${value}`;
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, marked(part)]));
};

const anything = fc.jsonValue({ maxDepth: 4 }).map(marked);
const someFields = fc.record(
  Object.fromEntries(
    Object.entries(FIELDS).map(([name, value]) => [
      name,
      fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, anything),
    ]),
  ),
  { requiredKeys: [] },
);
const bodies = fc.oneof(
  { weight: 5, arbitrary: someFields.map((value) => JSON.stringify(value)) },
  { weight: 2, arbitrary: anything.map((value) => JSON.stringify(value)) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.string({ unit: 'binary' }), anything).map((value) => JSON.stringify(value)),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
);

describe.each(PATHS)('POST %s', (path) => {
  it(`answers ${RUNS_PER_ROUTE} random bodies as documented, without an echo`, async () => {
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const answer = await service.request('POST', path, { 'content-type': 'application/json' }, body);
        expect(answer.text).not.toContain(MARK);
        expect(answer.status).toBeLessThan(500);
        if (answer.status === 200 || answer.status === 202) return;
        expect(answer.headers['content-type']).toBe('application/problem+json');
        expect(ProblemResponse.parse(answer.body).status).toBe(answer.status);
      }),
      { numRuns: RUNS_PER_ROUTE },
    );
    expect(service.lines.filter((line) => line.includes(MARK))).toEqual([]);
  });
});
