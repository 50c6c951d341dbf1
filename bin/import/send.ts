// Sends accounts to the service, and takes its answer for each of them.
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { AdminApi } from '../admin/api.ts';
import { UserError } from '../user-error.ts';
import type { FileAccount } from './from/source.ts';
import { STATUSES } from './tally.ts';

export const ACCOUNTS_OF_A_BATCH = 100;
/** Below what the route takes. */
const BYTES_OF_A_BATCH = 768 * 1024;

const Answer = z.object({
  results: z.array(
    z.object({
      index: z.int(),
      status: z.enum(STATUSES),
      userId: z.optional(z.string()),
      fault: z.optional(z.string()),
    }),
  ),
});
export type Result = z.infer<typeof Answer>['results'][number];

/** A busy service, and other writers of the same rows. The batch can be sent again: what is there is only told. */
const PAUSES_MILLISECONDS: readonly number[] = [500, 1000, 2000, 4000, 8000, 16_000];
const isPassing = (status: number, code: string): boolean => status >= 500 || status === 429 || code === 'try_again';

export interface SendOptions {
  readonly reason: string;
  readonly isDryRun: boolean;
  /** In milliseconds. */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** The results in the order of the accounts. @throws UserError if the service does not take the batch in the end. */
export const sendBatch = async (
  api: Pick<AdminApi, 'call'>,
  users: readonly FileAccount[],
  options: SendOptions,
): Promise<readonly Result[]> => {
  const { reason, isDryRun, wait = sleep } = options;
  const body = { users, reason, ...(isDryRun && { dryRun: true }) };
  for (let tries = 0; ; tries++) {
    const answer = await api.call('/admin/import', body, true);
    if (answer.ok) return resultsOf(answer.body, users.length);
    if (isOfContent(answer.status)) return findRefused(api, users, options, answer.words.en);
    const pause = PAUSES_MILLISECONDS[tries];
    if (pause === undefined || !isPassing(answer.status, answer.code)) throw new UserError(answer.words);
    await wait(pause);
  }
};

/** The service refuses a body as a whole: one account in it that no check here has found would stop the run for good. */
const isOfContent = (status: number): boolean => status === 400 || status === 413;

/** Sends the halves, down to the accounts that the service refuses. */
const findRefused = async (
  api: Pick<AdminApi, 'call'>,
  users: readonly FileAccount[],
  options: SendOptions,
  fault: string,
): Promise<readonly Result[]> => {
  if (users.length <= 1) return users.map(() => ({ index: 0, status: 'invalid', fault }));
  const middle = users.length >> 1;
  const first = await sendBatch(api, users.slice(0, middle), options);
  const second = await sendBatch(api, users.slice(middle), options);
  return [...first, ...second].map((result, index) => ({ ...result, index }));
};

const resultsOf = (body: unknown, expected: number): readonly Result[] => {
  const { success, data } = Answer.safeParse(body);
  const isWhole = success && data.results.length === expected && data.results.every((each, at) => each.index === at);
  if (isWhole) return data.results;
  throw new UserError({
    ko: '서비스의 대답을 읽지 못했습니다: 이 명령과 배포된 서비스의 버전이 같은지 확인하세요.',
    en: 'The answer of the service cannot be read: check that this command and what is deployed are of one release.',
  });
};

/** In batches that the service takes. */
export const batchesOf = <Item extends { readonly account: FileAccount }>(
  items: readonly Item[],
  largest = ACCOUNTS_OF_A_BATCH,
): readonly (readonly Item[])[] => {
  const batches: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(JSON.stringify(item.account));
    const last = batches.at(-1);
    if (last && last.length < largest && bytes + size <= BYTES_OF_A_BATCH) {
      last.push(item);
      bytes += size;
    } else {
      batches.push([item]);
      bytes = size;
    }
  }
  return batches;
};
