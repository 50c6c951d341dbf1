// An administrator in tests, and the audit rows that acts leave.
import type { AuditRow } from '#domain/audit/audit.ts';
import { auditKey } from '#domain/store-keys.ts';
import type { TestService } from './service.ts';

export const ADMIN_ARN = 'arn:aws:sts::123456789012:assumed-role/Support/jimin';

/** Calls a route as an identity of IAM. */
export const asAdmin = (
  service: TestService,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) => service.post(path, body, { admin: ADMIN_ARN, headers });

/** Oldest first. */
export const auditRowsOf = async (
  { store }: Pick<TestService, 'store'>,
  userId: string,
): Promise<readonly AuditRow[]> => {
  const newestFirst: AuditRow[] = [];
  let before: string | undefined;
  do {
    const ids = await store.auditOf(userId, { limit: IDS_A_PAGE, before });
    const rows = ids.length > 0 ? await store.load(ids.map((id) => auditKey(userId, id))) : [];
    newestFirst.push(...rows.filter((row) => row !== undefined));
    before = ids.length < IDS_A_PAGE ? undefined : ids.at(-1);
  } while (before !== undefined);
  return newestFirst.toReversed();
};

const IDS_A_PAGE = 100;
let reasons = 0;

/** Tells the rows of one test from those of all others, which are in the same tables: rows of no account, above all. */
export const freshReason = (): string => `Ticket ${process.pid % 100_000} of ${++reasons} at ${Date.now() % 100_000}`;
