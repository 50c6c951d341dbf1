// The tables of how often alarms ring, in docs/alarms.md and docs/alarms.ko.md.
import { synthesise } from '../synthesise.ts';
import { table } from '../table.ts';
import { alarmsOf, mailsOf } from './alarm.ts';
import { DAY, DAYS, monthOf, type Traffic } from './traffic.ts';

interface Scenario {
  readonly stage: 'sandbox' | 'production';
  readonly traffic: Traffic;
  readonly en: string;
  readonly ko: string;
}

const SANDBOX = { mailsPer24Hours: 200 } as const;
const LIVE = { mailsPer24Hours: 50_000, deadAddressesPerWeek: 2 } as const;

/** Nothing that an operator could act on. */
export const QUIET: readonly Scenario[] = [
  {
    stage: 'production',
    traffic: { ...LIVE, signUpsPerDay: 0, deadAddressesPerWeek: 0 },
    en: 'nobody but robots',
    ko: '로봇 말고는 아무도 없음',
  },
  { stage: 'production', traffic: { ...LIVE, signUpsPerDay: 10 }, en: '10 sign-ups a day', ko: '하루 가입 10건' },
  {
    stage: 'production',
    traffic: { ...LIVE, signUpsPerDay: 1000 },
    en: '1,000 sign-ups a day',
    ko: '하루 가입 1,000건',
  },
  {
    stage: 'sandbox',
    traffic: { ...SANDBOX, signUpsPerDay: 2, strangersPerDay: 1 },
    en: 'sandbox, 2 testers and a stranger a day',
    ko: '샌드박스, 하루에 테스트 2건과 모르는 사람 1건',
  },
];

/** Somebody must act. */
export const TROUBLED: readonly Scenario[] = [
  {
    stage: 'production',
    traffic: { ...LIVE, signUpsPerDay: 1000, accident: 'pause' },
    en: '1,000 a day, and AWS pauses sending for an hour',
    ko: '하루 1,000건이고 AWS가 한 시간 발송을 중지함',
  },
  {
    stage: 'production',
    traffic: { ...LIVE, signUpsPerDay: 1000, accident: 'madeUpAddresses' },
    en: '1,000 a day, and 60 made-up addresses in half an hour',
    ko: '하루 1,000건이고 30분 동안 지어낸 주소 60개',
  },
  {
    stage: 'production',
    traffic: { ...LIVE, deadAddressesPerWeek: 0, signUpsPerDay: 0, strangersPerDay: 1 },
    en: '`sesMode` `production` in an account that is still in the sandbox, one person a day',
    ko: '`sesMode`는 `production`인데 계정은 아직 샌드박스, 하루 1명',
  },
];

/** Months, of which the one with the most mails counts. An accident rings in each, so one is enough. */
const SEEDS = [1, 2, 3, 4, 5];

export interface Rung {
  readonly mails: number;
  /** The alarms that rang in that month. */
  readonly alarms: readonly string[];
}

const known = new WeakMap<Scenario, Rung>();

export const worstMonthOf = (scenario: Scenario): Rung => {
  const rung = known.get(scenario) ?? simulate(scenario);
  known.set(scenario, rung);
  return rung;
};

const simulate = ({ stage, traffic }: Scenario): Rung => {
  const alarms = alarmsOf(synthesise(stage));
  const months = SEEDS.slice(0, traffic.accident ? 1 : undefined).map((seed) => {
    const points = monthOf(traffic, seed);
    const rung = alarms.map((alarm) => ({ id: alarm.id, mails: mailsOf(alarm, points, DAYS * DAY) }));
    return {
      mails: rung.reduce((sum, { mails }) => sum + mails, 0),
      alarms: rung.flatMap(({ id, mails }) => (mails > 0 ? [id] : [])).toSorted(),
    };
  });
  return months.toSorted((one, other) => other.mails - one.mails)[0] ?? { mails: 0, alarms: [] };
};

const rowsOf = (language: 'en' | 'ko'): string[][] =>
  [...QUIET, ...TROUBLED].map((scenario) => {
    const { mails, alarms } = worstMonthOf(scenario);
    return [scenario[language], String(mails), alarms.map((id) => `\`${id}\``).join(', ')];
  });

export const alarmMailsTable = (): string => table(['traffic', 'mails a month', 'from'], rowsOf('en'));

export const alarmMailsTableInKorean = (): string => table(['이용', '한 달 메일', '울린 경보'], rowsOf('ko'));
