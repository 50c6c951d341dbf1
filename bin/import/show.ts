// What a person sees while a run goes on, and at its end.
import type { Language, Words } from '../doctor/finding.ts';
import { NOTES } from './from/source.ts';
import type { ReportRow } from './report-file.ts';
import { notesOf, type Tally, totalOf } from './tally.ts';

const BAR_WIDTH = 24;
const LINE_MILLISECONDS = 5000;
const BAR_MILLISECONDS = 100;

const number = (value: number): string => value.toLocaleString('en-US');

const clockOf = (seconds: number): string => {
  const whole = Math.round(seconds);
  const minutes = String(Math.floor(whole / 60)).padStart(2, '0');
  return `${minutes}:${String(whole % 60).padStart(2, '0')}`;
};

export interface Moment {
  readonly bytesRead: number;
  readonly bytes: number;
  readonly records: number;
  /** Since this run began: a continued run is judged by what it did itself. */
  readonly recordsOfRun: number;
  readonly bytesOfRun: number;
  readonly seconds: number;
}

const lineOf = ({ bytesRead, bytes, records, recordsOfRun, bytesOfRun, seconds }: Moment): Words => {
  const share = bytes === 0 ? 1 : bytesRead / bytes;
  const speed = number(Math.round(recordsOfRun / Math.max(seconds, 0.001)));
  const left = bytesOfRun > 0 ? clockOf((seconds * (bytes - bytesRead)) / bytesOfRun) : '--:--';
  const percent = `${Math.floor(share * 100)} %`;
  return {
    ko: `${percent}, 계정 ${number(records)}개, 1초에 ${speed}개, ${left} 남음`,
    en: `${percent}, ${number(records)} accounts, ${speed} a second, ${left} left`,
  };
};

export interface Display {
  readonly update: (moment: Moment) => void;
  /** The line of a bar is left as it is. */
  readonly end: () => void;
}

export interface DisplayOptions {
  readonly isTerminal: boolean;
  readonly language: Language;
  readonly write: (text: string) => void;
  readonly now: () => number;
}

/** A bar on a terminal, and a line every few seconds elsewhere. */
export const createDisplay = ({ isTerminal, language, write, now }: DisplayOptions): Display => {
  let shownAt = now();
  let isBarShown = false;
  return {
    update: (moment) => {
      if (now() - shownAt < (isTerminal ? BAR_MILLISECONDS : LINE_MILLISECONDS)) return;
      shownAt = now();
      const line = lineOf(moment)[language];
      if (!isTerminal) return write(`${line}\n`);
      isBarShown = true;
      const full = Math.round((BAR_WIDTH * moment.bytesRead) / Math.max(moment.bytes, 1));
      write(`\r[${'#'.repeat(full)}${'.'.repeat(Math.max(0, BAR_WIDTH - full))}] ${line}\u001b[K`);
    },
    end: () => {
      if (isBarShown) write('\n');
    },
  };
};

const FAULTS_SHOWN = 20;

const placeOf = ({ place }: ReportRow): Words =>
  place.unit === 'line'
    ? { ko: `${place.number}번째 줄`, en: `line ${place.number}` }
    : { ko: `${place.number}번째 기록`, en: `record ${place.number}` };

export interface Ending {
  readonly tally: Tally;
  readonly isDryRun: boolean;
  /** The first ones. */
  readonly faults: readonly ReportRow[];
  readonly reportFile: string;
}

const counted = (label: Words, count: number): Words => ({
  ko: `  ${number(count).padStart(9)}  ${label.ko}`,
  en: `  ${number(count).padStart(9)}  ${label.en}`,
});

const COUNTS = {
  created: { ko: '새로 만듦', en: 'created' },
  unchanged: { ko: '이미 있음', en: 'there already' },
  duplicate: { ko: '다른 계정이 그 주소나 id를 씀', en: 'address or id of another account' },
  invalid: { ko: '가져올 수 없음', en: 'cannot be imported' },
} as const satisfies Record<string, Words>;

const WOULD_CREATE: Words = { ko: '새로 만들 계정', en: 'would be created' };

export const endingOf = ({ tally, isDryRun, faults, reportFile }: Ending): readonly Words[] => {
  const left = tally.duplicate + tally.invalid;
  const notes = notesOf(tally);
  return [
    isDryRun
      ? {
          ko: `시험 실행: 기록 ${number(totalOf(tally))}개. 아무것도 바꾸지 않았습니다.`,
          en: `Dry run: ${number(totalOf(tally))} records. Nothing was changed.`,
        }
      : { ko: `기록 ${number(totalOf(tally))}개를 처리했습니다.`, en: `${number(totalOf(tally))} records are done.` },
    counted(isDryRun ? WOULD_CREATE : COUNTS.created, tally.created),
    counted(COUNTS.unchanged, tally.unchanged),
    counted(COUNTS.duplicate, tally.duplicate),
    counted(COUNTS.invalid, tally.invalid),
    ...(notes.length > 0 ? [{ ko: '알아 둘 것:', en: 'To know:' }] : []),
    ...notes.map(([note, count]) => counted(NOTES[note], count)),
    ...faults.slice(0, FAULTS_SHOWN).map((row): Words => {
      const { ko, en } = placeOf(row);
      const text = `${row.fault}${row.email === undefined ? '' : ` (${row.email})`}`;
      return { ko: `${ko}: ${text}`, en: `${en}: ${text}` };
    }),
    ...(left > FAULTS_SHOWN
      ? [{ ko: `그 밖에 ${number(left - FAULTS_SHOWN)}개.`, en: `And ${number(left - FAULTS_SHOWN)} more.` }]
      : []),
    { ko: `보고서: ${reportFile}`, en: `Report: ${reportFile}` },
  ];
};
