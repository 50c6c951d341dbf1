// After a restore of the users table: ends what the restored rows would bring back, and lists accounts that were deleted.
import { DeleteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { encodeTime } from 'ulid';
import { createIds } from '#adapters/ids.ts';
import type { Context } from '../context.ts';
import type { Words } from '../finding.ts';
import type { Report } from '../report.ts';
import { needTables, type RestoredTables } from './need-tables.ts';
import { renewRestored } from './renew-restored.ts';

export interface AfterRestore {
  /** When the first run began, to continue it. Epoch milliseconds; `undefined`: now. */
  readonly since: number | undefined;
  /** Without it nothing is written. */
  readonly isConfirmed: boolean;
}

interface Counts {
  /** Accounts that get a new epoch and floor. */
  accounts: number;
  /** Accounts that an earlier run, or their owner, has changed since. */
  skipped: number;
  /** Accounts whose row is damaged or changes all the time. */
  failed: number;
  /** Sessions that began before `since`. */
  sessions: number;
}

/** At once: enough to be quick, few enough for a table that is on demand. */
const AT_ONCE = 25;
const SAY_EVERY = 1000;

/** Safe to interrupt: a repeat with the same `since` skips the accounts that are done. Throws what AWS answers. */
export const afterRestore = async (context: Context, { since, isConfirmed }: AfterRestore): Promise<Report> => {
  const tables = needTables(context);
  const startedAt = since ?? context.now();
  if (isConfirmed) context.tell(sayStart(startedAt));
  const deleted = await findDeleted(tables);
  const counts: Counts = { accounts: 0, skipped: 0, failed: 0, sessions: 0 };
  await renewAccounts(context, tables, { startedAt, isConfirmed, counts });
  counts.sessions = await removeSessions(tables, startedAt, isConfirmed);
  return toReport({ startedAt, isConfirmed, counts, deleted });
};

interface Work {
  readonly startedAt: number;
  readonly isConfirmed: boolean;
  readonly counts: Counts;
}

const renewAccounts = async (context: Context, tables: RestoredTables, work: Work): Promise<void> => {
  const { startedAt, isConfirmed, counts } = work;
  const ids = createIds({ now: context.now });
  // ULIDs are ordered by time, so every id of that time or later is greater.
  const firstId = encodeTime(startedAt);
  let told = 0;
  for await (const rows of pagesOf(tables, tables.users, 'begins_with(pk, :prefix)', { ':prefix': 'user#' })) {
    for (let start = 0; start < rows.length; start += AT_ONCE) {
      const group = rows.slice(start, start + AT_ONCE);
      const outcomes = await Promise.all(
        group.map((row) => renewRestored({ store: tables.store, ids, row, firstId, isConfirmed })),
      );
      for (const outcome of outcomes) counts[outcome]++;
    }
    const seen = counts.accounts + counts.skipped + counts.failed;
    if (seen - told < SAY_EVERY) continue;
    told = seen;
    context.tell({ ko: `계정 ${seen}개를 보았습니다.`, en: `${seen} accounts seen.` });
  }
};

const removeSessions = async (tables: RestoredTables, before: number, isConfirmed: boolean): Promise<number> => {
  let count = 0;
  for await (const rows of pagesOf(tables, tables.sessions, 'createdAt < :before', { ':before': before })) {
    for (let start = 0; isConfirmed && start < rows.length; start += AT_ONCE) {
      const removals = rows
        .slice(start, start + AT_ONCE)
        .map((row) =>
          tables.client.send(new DeleteCommand({ TableName: tables.sessions, Key: { pk: String(row['pk']) } })),
        );
      await Promise.all(removals);
    }
    count += rows.length;
  }
  return count;
};

/** The ids of accounts that their owners deleted and that exist again. A sign-up row shows a deletion for about a day. */
const findDeleted = async (tables: RestoredTables): Promise<string[]> => {
  const found: string[] = [];
  for await (const rows of pagesOf(tables, tables.verifications, 'attribute_exists(accountDeletedAt)')) {
    for (const row of rows) {
      const id = String(row['id']);
      if (await tables.hasUser(id)) found.push(id);
    }
  }
  return found;
};

type Row = Readonly<Record<string, unknown>>;

async function* pagesOf(
  { client }: RestoredTables,
  TableName: string,
  FilterExpression: string,
  values?: Row,
): AsyncGenerator<readonly Row[]> {
  const input = { TableName, FilterExpression, ConsistentRead: true };
  const pages = paginateScan({ client }, { ...input, ...(values && { ExpressionAttributeValues: { ...values } }) });
  for await (const { Items } of pages) yield Items ?? [];
}

const sinceOf = (startedAt: number): string => `--since ${new Date(startedAt).toISOString()}`;

const sayStart = (startedAt: number): Words => ({
  ko: `시작합니다. 중간에 끊기면 같은 명령에 ${sinceOf(startedAt)}을 붙여 이어서 하세요.`,
  en: `Started. If it is interrupted, continue with ${sinceOf(startedAt)}.`,
});

interface Outcome extends Work {
  readonly deleted: readonly string[];
}

const toReport = ({ startedAt, isConfirmed, counts, deleted }: Outcome): Report => {
  const { accounts, skipped, failed, sessions } = counts;
  return {
    exitCode: failed > 0 || deleted.length > 0 || !isConfirmed ? 1 : 0,
    lines: [
      isConfirmed
        ? {
            ko: `계정 ${accounts}개의 세션과 링크를 끝냈습니다 (이미 끝난 계정 ${skipped}개).`,
            en: `${accounts} accounts: sessions and links ended (${skipped} were done already).`,
          }
        : {
            ko: `계정 ${accounts}개의 세션과 링크를 끝내게 됩니다 (이미 끝난 계정 ${skipped}개).`,
            en: `${accounts} accounts: sessions and links would end (${skipped} are done already).`,
          },
      isConfirmed
        ? { ko: `세션 ${sessions}개를 지웠습니다.`, en: `${sessions} sessions removed.` }
        : { ko: `세션 ${sessions}개를 지우게 됩니다.`, en: `${sessions} sessions would be removed.` },
      ...(failed > 0
        ? [
            {
              ko: `계정 ${failed}개는 바꾸지 못했습니다: ${sinceOf(startedAt)}을 붙여 다시 실행하세요.`,
              en: `${failed} accounts could not be changed: run this again with ${sinceOf(startedAt)}.`,
            },
          ]
        : []),
      ...deleted.map((id) => ({
        ko: `본인이 지운 계정이 되살아났습니다: ${id}`,
        en: `its owner had deleted this account, and it is back: ${id}`,
      })),
      ...(isConfirmed
        ? []
        : [
            {
              ko: '아무것도 바꾸지 않았습니다. 실행하려면 --yes를 붙이세요.',
              en: 'Nothing was changed. To do it, add --yes.',
            },
          ]),
    ],
    json: { since: new Date(startedAt).toISOString(), isConfirmed, ...counts, deleted },
  };
};
