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
  const ids = await store.auditOf(userId);
  const rows = ids.length > 0 ? await store.load(ids.map((id) => auditKey(userId, id))) : [];
  return rows.filter((row) => row !== undefined).toReversed();
};
