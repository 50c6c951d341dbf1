// Reads the records of the streams: of the table of users with old and new image, of the table of audit rows with the new one.
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import type { AuditRow } from '#domain/audit/audit.ts';
import type { RowChange } from '#domain/audit/difference.ts';
import type { ItemKind } from '#domain/row.ts';
import { auditKey, emailClaimKey, userKey } from '#domain/store-keys.ts';
import { DOCUMENT_OPTIONS } from './document-options.ts';
import { parseItem } from './stored-items.ts';

type Image = NonNullable<DynamoDBRecord['dynamodb']>['NewImage'];

export type ReadRecord =
  | { readonly kind: 'change'; readonly change: RowChange }
  | { readonly kind: 'row'; readonly row: AuditRow };

const PREFIXES = {
  user: userKey('').pk,
  claim: emailClaimKey('').pk,
  audit: auditKey('', '').pk.slice(0, -1),
} as const;

/**
 * `undefined` for a record of another row, and for an audit row that is removed when its time is over. Throws an error that names
 * the paths at fault if an image cannot be read.
 */
export const readStreamRecord = ({ eventName, dynamodb = {} }: DynamoDBRecord): ReadRecord | undefined => {
  const { Keys, OldImage, NewImage, ApproximateCreationDateTime = 0 } = dynamodb;
  const pk = (Keys ?? NewImage ?? OldImage)?.['pk']?.S ?? '';
  const where = { pk, at: Math.round(ApproximateCreationDateTime * 1000) };
  if (pk.startsWith(PREFIXES.user))
    return { kind: 'change', change: { ...where, kind: 'user', ...imagesOf('user', OldImage, NewImage) } };
  if (pk.startsWith(PREFIXES.claim))
    return { kind: 'change', change: { ...where, kind: 'claim', ...imagesOf('claim', OldImage, NewImage) } };
  if (!pk.startsWith(PREFIXES.audit) || eventName !== 'INSERT' || !NewImage) return undefined;
  return { kind: 'row', row: readImage('audit', NewImage) };
};

const imagesOf = <Kind extends 'user' | 'claim'>(kind: Kind, before: Image, after: Image) => ({
  ...(before && { before: readImage(kind, before) }),
  ...(after && { after: readImage(kind, after) }),
});

/** Not the same object as that of the document client, which writes an option of its own into it. */
const { wrapNumbers } = DOCUMENT_OPTIONS.unmarshallOptions;

/** Lambda's type of an attribute lacks a form that DynamoDB never sends. */
const readImage = <Kind extends ItemKind>(kind: Kind, image: NonNullable<Image>) =>
  parseItem(kind, unmarshall(image as Parameters<typeof unmarshall>[0], { wrapNumbers }));
