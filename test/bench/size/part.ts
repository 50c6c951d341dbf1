// The size of each bundle, and what each flow asks of AWS, as the tests of operations hold it.
import { FUNCTIONS } from '#routes.ts';
import { OPERATIONS, type Operations } from '../../../bin/docs/cost/operations.ts';
import { bundleOurs } from '../bundles.ts';
import type { MeasurePart } from '../part.ts';
import { textTable } from '../text-table.ts';

export const measureBytes: MeasurePart = async ({ folder }) => {
  const bundles = await Promise.all(FUNCTIONS.map(async (name) => ({ name, ...(await bundleOurs(name, folder)) })));
  const rows = bundles.map(({ name, startBytes, bytes, gzipBytes }) => [
    name,
    kilobytes(startBytes),
    kilobytes(bytes),
    kilobytes(gzipBytes),
  ]);
  return textTable(['function', 'KB at start', 'KB in all', 'KB in all, gzip'], rows);
};

const kilobytes = (bytes: number): string => (bytes / 1000).toFixed(0);

const HEAD = ['flow', 'reads', 'writes', 'counts', 'queries', 'signatures'];

/** A batch is one call, whatever it reads. */
export const measureOperations: MeasurePart = async () => {
  const rows = Object.entries<Operations>(OPERATIONS).map(([flow, { database, signatures = 0 }]) => {
    const count = (...commands: readonly string[]): string =>
      String(database.filter((said) => commands.some((command) => said.startsWith(`${command} `))).length);
    return [
      flow,
      count('GetItem', 'BatchGetItem'),
      count('PutItem', 'DeleteItem'),
      count('UpdateItem'),
      count('Query'),
      String(signatures),
    ];
  });
  return textTable(HEAD, rows);
};
