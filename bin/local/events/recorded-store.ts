// A store that tells of each change in the tables of users and of audit rows as DynamoDB's streams do: by marshalled images.
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { toRow } from '#adapters/store/stored-items.ts';
import type { Clock } from '#domain/ports.ts';
import type { Draft, ItemKind, Key } from '#domain/row.ts';
import type { Items, Store } from '#domain/store.ts';

type Stored = { readonly version: string };
type Images = Pick<NonNullable<DynamoDBRecord['dynamodb']>, 'OldImage' | 'NewImage'>;

let sequence = 0;

const isWatched = ({ table }: Key): boolean => table === 'users' || table === 'audit';

export const streamRecord = (pk: string, at: number, { OldImage, NewImage }: Images): DynamoDBRecord => {
  const number = String(++sequence);
  return {
    eventID: number,
    eventName: !OldImage ? 'INSERT' : NewImage ? 'MODIFY' : 'REMOVE',
    eventSource: 'aws:dynamodb',
    dynamodb: {
      Keys: { pk: { S: pk } },
      // Whole seconds, as DynamoDB has them.
      ApproximateCreationDateTime: Math.floor(at / 1000),
      SequenceNumber: number,
      ...(OldImage && { OldImage }),
      ...(NewImage && { NewImage }),
    },
  };
};

/** The type of Lambda lacks a form of attributes that no row has. */
const imageOf = (key: Key, item: object): NonNullable<Images['NewImage']> =>
  marshall(toRow(key, item as Draft<Items[ItemKind]>), { removeUndefinedValues: true }) as never;

/** `emit` gets each record right after its row was written. */
export const recordChanges = (store: Store, clock: Clock, emit: (record: DynamoDBRecord) => void): Store => {
  // The stream has the image that a write replaced. A flow that replaces a row has read or written it before.
  const known = new Map<string, Stored>();
  const replacedBy = async (key: Key, { version }: Stored): Promise<Stored | undefined> => {
    if (known.get(key.pk)?.version !== version) {
      const [row] = await store.load([key as Key<'user'>]);
      if (row) known.set(key.pk, row);
    }
    const seen = known.get(key.pk);
    return seen?.version === version ? seen : undefined;
  };
  const tell = (key: Key, before: Stored | undefined, after: Stored | undefined) => {
    if (after) known.set(key.pk, after);
    else known.delete(key.pk);
    emit(
      streamRecord(key.pk, clock.now(), {
        ...(before && { OldImage: imageOf(key, before) }),
        ...(after && { NewImage: imageOf(key, after) }),
      }),
    );
  };
  return {
    ...store,
    swap: async <Kind extends ItemKind>(key: Key<Kind>, expected: Stored | 'absent', next: Draft<Items[Kind]>) => {
      if (!isWatched(key)) return store.swap(key, expected, next);
      const before = expected === 'absent' ? undefined : await replacedBy(key, expected);
      const result = await store.swap(key, expected, next);
      if (result.ok) tell(key, before, result.item as Stored);
      return result;
    },
    remove: async (key, expected) => {
      if (!isWatched(key)) return store.remove(key, expected);
      const before = await replacedBy(key, expected);
      const isRemoved = await store.remove(key, expected);
      // A missing row counts as removed, and has no record.
      if (isRemoved && before && known.get(key.pk)?.version === before.version) tell(key, before, undefined);
      return isRemoved;
    },
  };
};
