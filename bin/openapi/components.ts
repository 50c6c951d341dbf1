// Every schema of the API as a named component, so that documents and generated clients share `User`, `Token`, `Sent`, `Problem`.
import * as z from 'zod/mini';
import { METADATA_MAXIMUM_BYTES } from '#domain/account/metadata.ts';
import { PROFILE_KEY_MAXIMUM_LENGTH } from '#domain/account/profile.ts';
import * as adminAnswers from '#schemas/admin/answers.ts';
import * as adminRequests from '#schemas/admin/requests.ts';
import * as factorAnswers from '#schemas/factors/answers.ts';
import * as factorRequests from '#schemas/factors/requests.ts';
import * as forms from '#schemas/forms.ts';
import * as requests from '#schemas/requests.ts';
import * as responses from '#schemas/responses.ts';
import { UserError } from '../user-error.ts';
import { annotationOf } from './field-notes.ts';

type JsonSchema = { [key: string]: unknown; properties?: Record<string, JsonSchema> };

const named = z.registry<{ id: string }>();
for (const [name, schema] of Object.entries({ ...requests, ...adminRequests, ...factorRequests, ...forms }))
  named.add(schema, { id: name });
for (const [name, schema] of [responses, adminAnswers, factorAnswers].flatMap((answers) => Object.entries(answers)))
  named.add(schema, { id: name.replace(/Response$/, '') });

export const referenceTo = (schema: z.ZodMiniType) => {
  const name = named.get(schema)?.id;
  if (name === undefined) throw new UserError('A route uses a schema that no file in functions/schemas exports.');
  return { name, $ref: `#/components/schemas/${name}` };
};

/** Whether a body has a field, in any of its forms. */
export const hasField = (schema: z.ZodMiniType, field: string): boolean => {
  const { name } = referenceTo(schema);
  return formsOf(SCHEMAS[name] ?? {}).some(({ properties }) => properties !== undefined && field in properties);
};

const formsOf = (schema: JsonSchema): readonly JsonSchema[] =>
  (schema['anyOf'] as readonly JsonSchema[] | undefined)?.flatMap(formsOf) ?? [schema];

const integerFormatOf = ({ type, maximum }: JsonSchema) =>
  type === 'integer' && { format: Number(maximum) < 2 ** 31 ? 'int32' : 'int64' };

/** Adds the meaning of each field, and what JSON Schema can say about it beyond its shape. */
const annotate = (schema: JsonSchema, name: string): JsonSchema => {
  if (Array.isArray(schema)) return schema.map((one) => annotate(one, name)) as unknown as JsonSchema;
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $schema: _dialect, $id: _address, ...rest } = schema;
  const entries = Object.entries({ ...rest, ...integerFormatOf(schema) }).map(([key, value]) => {
    if (key === 'propertyNames' && !('maxLength' in (value as JsonSchema))) {
      const isOfProfile = 'pattern' in (value as JsonSchema);
      const maxLength = isOfProfile ? PROFILE_KEY_MAXIMUM_LENGTH : METADATA_MAXIMUM_BYTES;
      return [key, { ...annotate(value as JsonSchema, name), maxLength }];
    }
    if (key !== 'properties') return [key, annotate(value as JsonSchema, name)];
    const fields = Object.entries(value as Record<string, JsonSchema>);
    return [
      key,
      Object.fromEntries(fields.map(([field, of]) => [field, { ...annotate(of, name), ...annotationOf(name, field) }])),
    ];
  });
  return Object.fromEntries(entries);
};

const { schemas } = z.toJSONSchema(named, {
  io: 'input',
  target: 'draft-2020-12',
  uri: (id) => `#/components/schemas/${id}`,
});

const GATEWAY_MESSAGE: JsonSchema = {
  type: 'object',
  description: 'What API Gateway answers itself, before or instead of a function. It has no `code`.',
  properties: { message: { type: 'string', maxLength: 100 } },
  required: ['message'],
};

export const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  ...Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, annotate(schema as JsonSchema, name)])),
  GatewayMessage: GATEWAY_MESSAGE,
};
