// What a stage uses in a month: the deployed template, and the counted operations of what people do.

import { METRIC_NAMESPACE } from '#domain/metrics.ts';
import type { AnyFunctionName } from '#routes.ts';
import { DAYS, monthOf } from '../alarms/traffic.ts';
import { synthesise } from '../synthesise.ts';
import { OPERATIONS, type Operations } from './operations.ts';

/** What one person does in the month of the sign-up. Chosen, not measured; times and bytes are rough. */
interface Step {
  readonly what: string;
  readonly times: number;
  readonly function: AnyFunctionName;
  readonly operations?: Operations;
  readonly milliseconds: number;
  /** A call of the API, with so many bytes in the answer. */
  readonly answerBytes?: number;
  /** After the sign-up, in the days that follow. */
  readonly isLater?: true;
}

/** A hash took 175 to 219 ms on a busy x86 core; on ARM in Lambda it was not measured. */
const HASH_MILLISECONDS = 250;

export const STEPS: readonly Step[] = [
  { what: 'pages opened (sign-up, link)', times: 2, function: 'pages', milliseconds: 10, answerBytes: 5000 },
  { what: 'files of the pages, once each', times: 2, function: 'pages', milliseconds: 5, answerBytes: 12_000 },
  {
    what: 'sign-up',
    times: 1,
    function: 'signup',
    operations: OPERATIONS.signUp,
    milliseconds: HASH_MILLISECONDS + 30,
    answerBytes: 1000,
  },
  { what: 'mail sent', times: 1.08, function: 'courier', operations: OPERATIONS.firstMail, milliseconds: 300 },
  {
    what: 'event that it arrived',
    times: 1.08,
    function: 'feedback',
    operations: OPERATIONS.delivered,
    milliseconds: 50,
  },
  {
    what: 'polls of the waiting page',
    times: 5,
    function: 'verify',
    operations: OPERATIONS.poll,
    milliseconds: 20,
    answerBytes: 600,
  },
  {
    what: 'question what the link is for',
    times: 1,
    function: 'verify',
    operations: OPERATIONS.inspectLink,
    milliseconds: 10,
    answerBytes: 600,
  },
  {
    what: 'verification',
    times: 1,
    function: 'verify',
    operations: OPERATIONS.verifyByLink,
    milliseconds: 60,
    answerBytes: 2500,
  },
  {
    what: 'log-ins',
    isLater: true,
    times: 2,
    function: 'session',
    operations: OPERATIONS.logIn,
    milliseconds: HASH_MILLISECONDS + 60,
    answerBytes: 2500,
  },
  {
    what: 'refreshes of the session',
    isLater: true,
    times: 30,
    function: 'session',
    operations: OPERATIONS.refresh,
    milliseconds: 40,
    answerBytes: 2500,
  },
  {
    what: 'reads of the account',
    isLater: true,
    times: 5,
    function: 'account',
    operations: OPERATIONS.me,
    milliseconds: 30,
    answerBytes: 800,
  },
];

/** Lambda's own lines of a run, and the line of the access log of a call. */
export const RUN_LOG_BYTES = 500;
const ACCESS_LOG_BYTES = 300;
const USER_BYTES = 1000;
const GIGABYTE = 1e9;
/** Lambda asks each retry queue with five pollers, of 20 s each, whether or not mails wait. */
const POLLS_OF_TWO_QUEUES = 2 * 5 * ((DAYS * 86_400) / 20);
/** Above this each hour of the month has each metric already, so it need not be simulated. */
const SIMULATED_AT_MOST = 100_000;

export interface Usage {
  readonly alarms: number;
  /** Each with its number of metrics. */
  readonly dashboards: readonly number[];
  readonly metrics: number;
  readonly keys: number;
  readonly kmsRequests: number;
  readonly queueRequests: number;
  readonly mails: number;
  readonly calls: number;
  readonly runs: number;
  readonly gigabyteSeconds: number;
  readonly reads: number;
  readonly writes: number;
  readonly backupGigabytes: number;
  readonly logGigabytes: number;
  readonly transferGigabytes: number;
}

const known = new Map<string, Usage>();

/** `watchesAccount`: as in the configuration, true in one stage of an account. */
export const usageOf = (signUps: number, watchesAccount = true): Usage => {
  const name = `${signUps} ${watchesAccount}`;
  const usage = known.get(name) ?? countUsage(signUps, watchesAccount);
  known.set(name, usage);
  return usage;
};

const countUsage = (signUps: number, watchesAccount: boolean): Usage => {
  const stage = deployed(watchesAccount);
  const perPerson = (of: (step: Step) => number) =>
    STEPS.reduce((sum, step) => sum + step.times * of(step), 0) * signUps;
  return {
    ...stage,
    metrics: metricMonths(signUps),
    kmsRequests: perPerson(({ operations }) => operations?.signatures ?? 0),
    queueRequests: POLLS_OF_TWO_QUEUES,
    mails: perPerson(({ function: name }) => (name === 'courier' ? 1 : 0)),
    calls: perPerson(({ answerBytes }) => (answerBytes ? 1 : 0)),
    runs: perPerson(() => 1),
    gigabyteSeconds: perPerson((step) => (megabytesOf(step.function) / 1024) * (step.milliseconds / 1000)),
    reads: perPerson(({ operations }) => unitsOf(operations).reads),
    writes: perPerson(({ operations }) => unitsOf(operations).writes),
    backupGigabytes: (signUps * USER_BYTES) / GIGABYTE,
    logGigabytes: perPerson(logBytesOf) / GIGABYTE,
    transferGigabytes: perPerson(({ answerBytes = 0 }) => answerBytes) / GIGABYTE,
  };
};

const logBytesOf = ({ operations, answerBytes }: Step): number =>
  RUN_LOG_BYTES + (operations?.logBytes ?? 200) + (answerBytes ? ACCESS_LOG_BYTES : 0);

export const unitsOf = ({ database, indexWrites = 0 }: Operations = { database: [], logBytes: 0 }) => {
  const commands = database.map((command) => command.split(' '));
  const units = (isMeant: (name: string) => boolean) =>
    // A query reads one unit at least.
    commands.reduce((sum, [name = '', count]) => sum + (isMeant(name) ? Math.max(1, Number(count)) : 0), 0);
  const isRead = (name: string) => /Get|Query/.test(name);
  return { reads: units(isRead), writes: units((name) => !isRead(name)) + indexWrites };
};

/** The metrics of the service that are written, by the hour, as parts of a month of each. */
const metricMonths = (signUps: number): number => {
  if (signUps === 0) return 0;
  const traffic = { signUpsPerDay: Math.min(signUps, SIMULATED_AT_MOST) / DAYS, mailsPer24Hours: 50_000 };
  return monthOf(traffic, 1).hoursOf(METRIC_NAMESPACE) / (DAYS * 24);
};

const deployed = (watchesAccount: boolean) => {
  const template = synthesise('production', { watchesAccount });
  return {
    alarms: Object.keys(template.findResources('AWS::CloudWatch::Alarm')).length,
    dashboards: Object.values(template.findResources('AWS::CloudWatch::Dashboard')).map(
      ({ Properties: { DashboardBody: body } }) =>
        JSON.stringify(body).match(/\[\\"(Latchkey|AWS\/\w+)\\",/g)?.length ?? 0,
    ),
    keys: Object.keys(template.findResources('AWS::KMS::Key')).length,
  };
};

export const megabytesOf = (name: AnyFunctionName): number => {
  const functions = Object.entries(synthesise('production').findResources('AWS::Lambda::Function'));
  const [, found] = functions.find(([id]) => id.toLowerCase().startsWith(name)) ?? [];
  if (!found) throw new Error(`the template has no function ${name}`);
  return found['Properties'].MemorySize;
};
