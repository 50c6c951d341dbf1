// The form of the key `claims`: what a team puts into tokens itself.
import * as z from 'zod/mini';
import { STATIC_MAXIMUM_BYTES } from '#domain/session/own-claims.ts';
import { REGION } from '../names.ts';
import { listOf, object, textThat } from './fields.ts';

const FUNCTION_ARN = /^arn:aws[a-z-]*:lambda:([a-z0-9-]+):(\d{12}):function:[\w-]{1,64}(:(\$LATEST|[\w-]{1,128}))?$/;

export const claims = object({
  static: z.exactOptional(
    z.record(
      z.string(),
      z.json(),
      `must be an object of claims, such as { "https://example.com/tenant": "kr" }, of at most ${STATIC_MAXIMUM_BYTES} bytes as JSON`,
    ),
  ),
  metadata: z.exactOptional(
    listOf(
      textThat((key) => /^[\w-]{1,32}$/.test(key), 'must be 1 to 32 letters, digits, "_" and "-", such as "plan"'),
      'keys of metadata, such as ["plan"]',
    ),
  ),
  functionArn: z.exactOptional(
    textThat(
      (arn) => FUNCTION_ARN.test(arn),
      `must be the ARN of a Lambda function in the region of the stage, with an alias, a version or neither, such as "arn:aws:lambda:${REGION}:<account>:function:<name>:<alias>"`,
    ),
  ),
});

/** Where a function is. */
export const placeOf = (functionArn: string): { readonly region?: string; readonly account?: string } => {
  const [, region, account] = FUNCTION_ARN.exec(functionArn) ?? [];
  return { ...(region !== undefined && { region }), ...(account !== undefined && { account }) };
};
