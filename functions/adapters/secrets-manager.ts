// Reads one of the operator's secrets from Secrets Manager. It is JSON; a schema describes its fields.
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod/mini';
import { DependencyError } from '#domain/errors.ts';
import type { SecretReader } from '#domain/ports/delivery.ts';
import type { Clock } from '#domain/ports.ts';
import { describeFieldErrors, parseFields } from '#schemas/field-errors.ts';
import { systemClock } from './system-clock.ts';

interface SecretReaderOptions<Secret> {
  readonly client: SecretsManagerClient;
  readonly arn: string;
  readonly schema: z.ZodMiniType<Secret>;
  readonly clock?: Clock;
}

const KEPT_MILLISECONDS = 5 * 60 * 1000;

/** Concurrent reads share one request; a failure is not cached. */
export const createSecretReader = <Secret>({
  client,
  arn,
  schema,
  clock = systemClock,
}: SecretReaderOptions<Secret>): SecretReader<Secret> => {
  let kept: { readonly answer: Promise<Secret>; readonly until: number } | undefined;

  const ask = async (): Promise<Secret> => {
    try {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
      return parseSecret(schema, SecretString);
    } catch (error) {
      throw new DependencyError('secrets', error);
    }
  };

  return {
    read: () => {
      if (kept && clock.now() < kept.until) return kept.answer;
      const asked = { answer: ask(), until: clock.now() + KEPT_MILLISECONDS };
      kept = asked;
      asked.answer.catch(() => {
        if (kept === asked) kept = undefined;
      });
      return asked.answer;
    },
    forget: () => {
      kept = undefined;
    },
  };
};

const parseSecret = <Secret>(schema: z.ZodMiniType<Secret>, text: string | undefined): Secret => {
  const parsed = parseFields(schema, parseJson(text));
  if (parsed.ok) return parsed.value;
  throw new Error(`the secret is wrong at ${describeFieldErrors(parsed.errors)}`);
};

/** `undefined` if the text is not JSON: the parser's error message would quote the secret. */
const parseJson = (text = ''): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
