// Random bodies, and real ones with random JSON in their fields: always a documented answer, never a 5xx, never an echo.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BodyKey } from '#routes.ts';
import { ProblemResponse } from '#schemas/responses.ts';
import { bearer } from '../support/account.ts';
import { createLocalAccount } from '../support/local/local-account.ts';
import { freshSecret, useLocalService } from '../support/local/local-service.ts';
import { ROUNDS } from '../support/rounds.ts';
import { sendBody } from '../support/send-body.ts';
import { exampleBodies, type Fields, SHOP } from '../support/tours/example-bodies.ts';

const service = useLocalService({ clients: [SHOP] });

const MARK = freshSecret();
/** Their password is not that of the account, so the account is not deleted. */
const EXAMPLES = exampleBodies('another horse battery');
const KEYS = Object.keys(EXAMPLES) as BodyKey[];

/** Puts the mark into every string value, but not into names, because an error may name a field. */
const marked = (value: unknown): unknown => {
  if (typeof value === 'string') return `${MARK}${value}`;
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, marked(part)]));
};

const anything = fc.jsonValue({ maxDepth: 4 }).map(marked);
/** Some of the route's fields, each with its example or a random value. */
const someFields = (key: BodyKey) => {
  const fields: Fields = Object.assign({}, ...EXAMPLES[key]);
  const mixed = Object.entries(fields).map(([name, value]) => [
    name,
    fc.oneof({ weight: 2, arbitrary: fc.constant(value) }, anything),
  ]);
  return fc.record<Fields>(Object.fromEntries(mixed), { requiredKeys: [] });
};

const bodies = (key: BodyKey) =>
  fc.oneof(
    { weight: 5, arbitrary: someFields(key).map((value) => JSON.stringify(value)) },
    { weight: 2, arbitrary: anything.map((value) => JSON.stringify(value)) },
    {
      weight: 1,
      arbitrary: fc.dictionary(fc.string({ unit: 'binary' }), anything).map((value) => JSON.stringify(value)),
    },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
  );

/** The only route whose success returns the sent values. */
const SHOWING: BodyKey = 'PATCH /me';

describe.each(KEYS)('%s', (key) => {
  it(`answers ${ROUNDS.bodies} random bodies of an owner as documented, without an echo`, async () => {
    const { accessToken } = await createLocalAccount(service);
    const headers = { 'content-type': 'application/json', ...bearer(accessToken) };
    await fc.assert(
      fc.asyncProperty(bodies(key), async (body) => {
        const answer = await sendBody(service, key, body, headers);
        const isTaken = answer.status === 200 || answer.status === 202;
        if (!(isTaken && key === SHOWING)) expect(answer.text).not.toContain(MARK);
        expect(answer.status).toBeLessThan(500);
        if (isTaken) return;
        expect(answer.headers['content-type']).toBe('application/problem+json');
        expect(ProblemResponse.parse(answer.body).status).toBe(answer.status);
      }),
      { numRuns: ROUNDS.bodies },
    );
    expect(service.lines.filter((line) => line.includes(MARK))).toEqual([]);
  });
});
