// The variables of a function as Lambda sets them, with the double of AWS in the place of AWS.
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const SAMPLE = new URL('../events/env.json', import.meta.url);
const Sample = z.object({ Parameters: z.record(z.string(), z.string()) });

export type Variables = Readonly<Record<string, string>>;

export const functionVariables = (url: string): Variables => ({
  ...Sample.parse(JSON.parse(readFileSync(SAMPLE, 'utf8'))).Parameters,
  AWS_ENDPOINT_URL: url,
  AWS_SESSION_TOKEN: 'bench'.repeat(100),
  AWS_DEFAULT_REGION: 'ap-northeast-2',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1769',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  UV_THREADPOOL_SIZE: '2',
});
