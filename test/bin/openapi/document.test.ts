// docs/openapi.json: valid, complete, and every example is one that the service would accept or return.
import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ERRORS, type ErrorCode } from '#domain/errors.ts';
import { errorsOf, ROUTES, type Route } from '#routes.ts';
import { ProblemResponse } from '#schemas/responses.ts';
import openApi from '../../../docs/openapi.json' with { type: 'json' };

// biome-ignore lint/suspicious/noExplicitAny: a document is walked as its readers do.
type Json = any;
const DOCUMENT: Json = openApi;

/** What a reference stands for. */
const resolve = (value: Json): Json =>
  typeof value?.$ref === 'string'
    ? resolve(
        value.$ref
          .slice(2)
          .split('/')
          .reduce((part: Json, name: string) => part[name], DOCUMENT),
      )
    : value;

const rows = Object.entries<Route>(ROUTES).map(([key, route]) => {
  const [method = '', path = ''] = key.split(' ');
  const operation = DOCUMENT.paths[path][method.toLowerCase()];
  const codes: readonly ErrorCode[] = [...errorsOf(route), 'internal_error'];
  return { key, route, operation, codes };
});
const bodied = rows.filter(({ route }) => route.request);
const sent = rows.filter(({ route }) => route.form);

const examplesOf = (content: Json): [name: string, value: Json][] =>
  Object.entries<Json>(content?.examples ?? {}).map(([name, example]) => [name, resolve(example).value]);
const answersOf = (operation: Json): [status: number, answer: Json][] =>
  Object.entries<Json>(operation.responses).map(([status, answer]) => [Number(status), resolve(answer)]);

describe('the document', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(DOCUMENT))).toEqual({ valid: true });
    expect(await new Validator().validate({ ...DOCUMENT, paths: { signup: {} } })).toMatchObject({ valid: false });
  });

  it('refers to nothing that is not there, and has no component that nothing refers to', () => {
    const references = new Set(JSON.stringify(DOCUMENT).match(/(?<="\$ref":")[^"]+/g));
    for (const $ref of references) expect(resolve({ $ref }), $ref).toBeDefined();
    const unused = Object.entries<object>(DOCUMENT.components)
      .filter(([kind]) => kind !== 'securitySchemes')
      .flatMap(([kind, all]) => Object.keys(all).map((name) => `#/components/${kind}/${name}`))
      .filter((path) => !references.has(path));
    expect(unused).toEqual([]);
  });

  it('names every operation once, under a tag that is explained', () => {
    const ids = rows.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(rows.length);
    const tags = DOCUMENT.tags.map(({ name }: { name: string }) => name);
    for (const { operation } of rows) expect(tags).toContain(operation.tags[0]);
  });
});

describe('examples', () => {
  it.each(bodied)('of the body of $key are taken by its schema', ({ route, operation }) => {
    const examples = examplesOf(operation.requestBody.content['application/json']);
    expect(examples.length).toBeGreaterThan(0);
    for (const [name, value] of examples) {
      expect(route.request?.safeParse(value), name).toMatchObject({ success: true });
    }
  });

  it.each(sent)('of the form of $key are taken by its schema', ({ route, operation }) => {
    const examples = examplesOf(operation.requestBody.content['application/x-www-form-urlencoded']);
    expect(examples.length).toBeGreaterThan(0);
    for (const [name, value] of examples) expect(route.form?.safeParse(value), name).toMatchObject({ success: true });
  });

  it.each(bodied)('of the body of $key show every field it takes, besides where secrets travel', ({ operation }) => {
    const content = operation.requestBody.content['application/json'];
    const forms = (schema: Json): Json[] => resolve(schema).anyOf?.flatMap(forms) ?? [resolve(schema)];
    const fields = new Set(forms(content.schema).flatMap(({ properties }) => Object.keys(properties)));
    const shown = new Set(examplesOf(content).flatMap(([, value]) => Object.keys(value)));
    for (const all of [fields, shown]) all.delete('credentials');
    expect(shown).toEqual(fields);
  });

  it.each(rows.filter(({ route }) => typeof route.success.body !== 'string'))(
    'of the success of $key fit its schema',
    ({ route: { success }, operation }) => {
      const examples = examplesOf(resolve(operation.responses[success.status]).content['application/json']);
      expect(examples.length).toBeGreaterThan(0);
      for (const [name, value] of examples) {
        expect(typeof success.body !== 'string' && success.body.safeParse(value), name).toMatchObject({
          success: true,
        });
      }
    },
  );

  it.each(rows)('of the problems of $key are one for each of its codes, as the service would answer', (row) => {
    const found: string[] = [];
    for (const [status, answer] of answersOf(row.operation)) {
      for (const [name, value] of examplesOf(answer.content['application/problem+json'])) {
        expect(z.parse(ProblemResponse, value)).toMatchObject({
          code: name,
          status,
          title: ERRORS[value.code as ErrorCode].title,
        });
        found.push(name);
      }
    }
    expect(found.toSorted()).toEqual([...row.codes].toSorted());
  });
});

describe('beside bodies', () => {
  it.each(rows)('the answers of $key name the headers that come with them', ({ operation, codes }) => {
    for (const [status, { headers = {} }] of answersOf(operation)) {
      const own = codes.filter((code) => ERRORS[code].status === status);
      expect('Retry-After' in headers).toBe(own.includes('too_many_requests') || own.includes('unavailable'));
      expect('WWW-Authenticate' in headers).toBe(own.includes('unauthenticated'));
    }
  });

  it.each(rows)('the security of $key is what its row asks', ({ route, operation }) => {
    const byOthers = route.isForAdmins ? [{ iam: [] }] : route.apiKey ? [{ apiKey: [] }] : [];
    const expected = route.bearer ? [{ accessToken: [] }] : byOthers;
    const optional = route.bearer === 'required' || route.isForAdmins || expected.length === 0 ? [] : [{}];
    expect(operation.security).toEqual([...optional, ...expected]);
    if (route.bearer) expect(resolve(operation.responses[401]).description).toContain('`unauthenticated`');
  });

  it.each(rows)('what API Gateway may answer to $key is distinct from problems', ({ route, operation }) => {
    for (const status of [429, 500, 503, ...(route.request ? [413] : [])]) {
      const { content } = resolve(operation.responses[status]);
      expect(resolve(content['application/json'].schema).required).toEqual(['message']);
    }
  });
});
