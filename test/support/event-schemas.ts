// The schemas of docs/events/, as a listener would use them: with a validator of others.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AccountEvent } from '#domain/audit/event.ts';

interface Ajv {
  compile(schema: object): ((value: unknown) => boolean) & { readonly errors?: readonly object[] | null };
}

/** The one that the validator of OpenAPI documents brings. */
const requireOf = createRequire(import.meta.resolve('@seriousme/openapi-schema-validator'));
const Ajv2020 = requireOf('ajv/dist/2020.js').default as new (options: object) => Ajv;
const ajv = new Ajv2020({ strict: false, validateFormats: false });

const FOLDER = new URL('../../docs/events/', import.meta.url);

export const SCHEMA_TYPES: readonly string[] = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ''));

const validators = new Map<string, ReturnType<Ajv['compile']>>();
const validatorOf = (type: string) => {
  const known = validators.get(type);
  if (known) return known;
  const made = ajv.compile(JSON.parse(readFileSync(new URL(`${type}.json`, FOLDER), 'utf8')));
  validators.set(type, made);
  return made;
};

/** What is wrong with the event by the schema of its type, and what the schema does not name. */
export const faultsOfEvent = (event: AccountEvent): readonly string[] => {
  const validate = validatorOf(event.type);
  const faults = validate(event) ? [] : (validate.errors ?? []).map((error) => JSON.stringify(error));
  const schema = JSON.parse(readFileSync(new URL(`${event.type}.json`, FOLDER), 'utf8'));
  const unknown = (value: object, { properties = {} }: { properties?: object }) =>
    Object.keys(value).filter((name) => !Object.hasOwn(properties, name));
  const { data } = schema.properties;
  return [...faults, ...unknown(event, schema), ...(data.additionalProperties ? [] : unknown(event.data, data))];
};
