// The records between two savings of the progress: what is to be sent of them, and what the report says of them.
import type { Prepared, PreparedAccount } from './prepare.ts';
import type { Place } from './read/record.ts';
import type { ReportRow } from './report-file.ts';
import type { Result } from './send.ts';
import { addNotes, type Tally } from './tally.ts';

export interface GroupRecord {
  readonly place: Place;
  readonly prepared: Prepared;
}
export type ToSend = PreparedAccount & { readonly at: GroupRecord };

export const toSend = (group: readonly GroupRecord[]): readonly ToSend[] =>
  group.flatMap((at) => (at.prepared.kind === 'account' ? [{ ...at.prepared, at }] : []));

export interface ReportOptions {
  readonly showsAddresses: boolean;
}

/** Counts every record of the group, and returns the lines of the report in their order. */
export const settle = (
  group: readonly GroupRecord[],
  results: ReadonlyMap<GroupRecord, Result>,
  tally: Tally,
  { showsAddresses }: ReportOptions,
): readonly ReportRow[] =>
  group.flatMap((record): ReportRow[] => {
    const { place, prepared } = record;
    if (prepared.kind === 'passed_over') {
      tally.passedOver += 1;
      addNotes(tally, [prepared.note]);
      return [];
    }
    if (prepared.kind === 'broken') {
      tally.invalid += 1;
      return [{ place, status: 'invalid', fault: prepared.fault }];
    }
    const result = results.get(record);
    if (!result) throw new Error('an account has no result');
    const { status, userId, fault } = result;
    tally[status] += 1;
    const isTakenOver = status === 'created';
    if (isTakenOver) addNotes(tally, prepared.notes);
    // The one place where the id of a line is told that had none.
    if (isTakenOver && !prepared.hasMadeId) return [];
    if (status === 'unchanged') return [];
    const { email } = prepared.account;
    return [
      {
        place,
        status,
        ...(fault !== undefined && { fault }),
        ...(userId !== undefined && { userId }),
        ...(showsAddresses && { email }),
      },
    ];
  });
