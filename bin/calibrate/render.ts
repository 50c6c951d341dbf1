// What the calibration prints.
import { PASSWORD_HASH_DEFAULT } from '#domain/account/password-hash.ts';
import { isMinimum, type Measured } from './measure.ts';

export interface Report {
  readonly machine: string;
  readonly runs: number;
  readonly targetMilliseconds: number;
  readonly measured: readonly Measured[];
  /** `undefined`: none is fast enough. */
  readonly recommended: Measured | undefined;
}

export const renderJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;

export const renderText = ({ machine, runs, targetMilliseconds, measured, recommended }: Report): string => {
  const head = ['memory (KiB)', 'passes', 'median (ms)', 'fastest', 'slowest', ''];
  const rows = measured.map((one) => [
    String(one.memoryKibibytes),
    String(one.passes),
    one.medianMilliseconds.toFixed(1),
    one.fastestMilliseconds.toFixed(1),
    one.slowestMilliseconds.toFixed(1),
    notesOf(one, recommended),
  ]);
  const widths = head.map((cell, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? cell.length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 5 ? cell : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    `argon2id with one lane on ${machine}: ${runs} hashes of each setting`,
    '',
    ...[head, ...rows].map(line),
    '',
    adviceOn(recommended, targetMilliseconds),
    '',
  ].join('\n');
};

const notesOf = (one: Measured, recommended: Measured | undefined): string =>
  [
    ...(isMinimum(one) ? ["OWASP's minimum"] : []),
    ...(isDefault(one) ? ['default'] : []),
    ...(one === recommended ? ['recommended'] : []),
  ].join(', ');

const isDefault = ({ memoryKibibytes, passes }: Measured): boolean =>
  memoryKibibytes === PASSWORD_HASH_DEFAULT.memoryKibibytes && passes === PASSWORD_HASH_DEFAULT.passes;

const adviceOn = (recommended: Measured | undefined, targetMilliseconds: number): string => {
  if (!recommended) {
    return `No setting takes at most ${targetMilliseconds} ms here, and there is no weaker one: keep the default, and give the functions a faster core.`;
  }
  const { memoryKibibytes, passes } = recommended;
  const what = `The strongest setting of at most ${targetMilliseconds} ms is ${memoryKibibytes} KiB with ${passes} ${passes === 1 ? 'pass' : 'passes'}.`;
  const how = isDefault(recommended)
    ? 'That is the default: nothing is to be set.'
    : `In the stage of cdk.json: "passwordHash": { "memoryKibibytes": ${memoryKibibytes}, "passes": ${passes} }`;
  return `${what}\n${how}\nSee how long it takes in Lambda after the deployment: npm run doctor.`;
};
