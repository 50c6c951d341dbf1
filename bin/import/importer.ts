// One run over a file: reads, sends in groups, and saves after each group how far it has come.
import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminApi } from '../admin/api.ts';
import type { ImportOptions } from './arguments.ts';
import type { Fingerprint } from './fingerprint.ts';
import { SOURCES } from './from/all.ts';
import type { Source } from './from/source.ts';
import { type GroupRecord, settle, toSend } from './group.ts';
import { createPace } from './pace.ts';
import { type PrepareOptions, prepare } from './prepare.ts';
import { beginProgress, endProgress, newProgress, type Progress, saveProgress } from './progress.ts';
import { readRecords } from './read/records.ts';
import { openReport, type ReportFile, type ReportRow } from './report-file.ts';
import { ACCOUNTS_OF_A_BATCH, batchesOf, type Result, sendBatch } from './send.ts';
import type { Moment } from './show.ts';
import type { Tally } from './tally.ts';

/** Batches on their way at once. */
const BATCHES = 4;
const FAULTS_KEPT = 20;

export interface Run {
  readonly options: ImportOptions;
  readonly api: Pick<AdminApi, 'call' | 'name'>;
  readonly file: Fingerprint;
  readonly show: (moment: Moment) => void;
  readonly now: () => number;
}

export interface Ended {
  readonly tally: Tally;
  /** The first ones of this run. */
  readonly faults: readonly ReportRow[];
}

/** @throws UserError if the service does not take a batch in the end: what was done is saved. */
export const runImport = async (run: Run): Promise<Ended> => {
  const { options, api, file } = run;
  const identity = { file, from: options.from, to: api.name.en };
  const progress = options.isDryRun ? newProgress(identity) : beginProgress(options.file, identity, options.isResumed);
  if (!options.isDryRun) saveProgress(options.file, progress);
  const report = openReport(options.reportFile, progress.reportBytes);
  const faults = await importRecords(run, progress, report);
  report.close(progress.tally);
  if (!options.isDryRun) endProgress(options.file);
  return { tally: progress.tally, faults };
};

const importRecords = async (run: Run, progress: Progress, report: ReportFile): Promise<readonly ReportRow[]> => {
  const { options, file, now } = run;
  const source: Source = SOURCES[options.from];
  const { records, bytesRead } = await readRecords(options.file, source.arrayKey);
  const prepareOptions: PrepareOptions = { ...options, source, seed: progress.seed };
  const pace = createPace(options.rate, { now, wait: sleep });
  const largest = Math.min(ACCOUNTS_OF_A_BATCH, options.rate ?? ACCOUNTS_OF_A_BATCH);
  const groupSize = options.rate === undefined ? BATCHES * largest : largest;
  const [start, before] = [now(), progress.records];
  const faults: ReportRow[] = [];
  let bytesBefore: number | undefined;
  let group: GroupRecord[] = [];
  const finish = async () => {
    await pace(group.length);
    const results = await sendGroup(run, group, largest);
    const rows = settle(group, results, progress.tally, options);
    faults.push(...rows.filter(({ fault }) => fault !== undefined).slice(0, FAULTS_KEPT - faults.length));
    report.add(rows);
    progress.records += group.length;
    progress.reportBytes = report.bytes();
    if (!options.isDryRun) saveProgress(options.file, progress);
    group = [];
    run.show({
      bytesRead: bytesRead(),
      bytes: file.bytes,
      records: progress.records,
      recordsOfRun: progress.records - before,
      bytesOfRun: bytesRead() - (bytesBefore ?? 0),
      seconds: (now() - start) / 1000,
    });
  };
  let index = 0;
  for await (const record of records) {
    index += 1;
    if (index <= before) continue;
    bytesBefore ??= before === 0 ? 0 : bytesRead();
    group.push({ place: record.place, prepared: prepare(record, prepareOptions) });
    if (group.length === groupSize) await finish();
  }
  if (group.length > 0) await finish();
  return faults;
};

const sendGroup = async (
  { api, options }: Run,
  group: readonly GroupRecord[],
  largest: number,
): Promise<ReadonlyMap<GroupRecord, Result>> => {
  const batches = batchesOf(toSend(group), largest);
  // A batch that fails must not end the process while others are on their way: they would be sent again without need.
  const sent = await Promise.allSettled(
    batches.map(async (batch) => {
      const users = batch.map(({ account }) => account);
      const results = await sendBatch(api, users, options);
      return batch.map(({ at }, index): [GroupRecord, Result] => [at, results[index] as Result]);
    }),
  );
  const failed = sent.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  return new Map(sent.flatMap((each) => (each.status === 'fulfilled' ? each.value : [])));
};
