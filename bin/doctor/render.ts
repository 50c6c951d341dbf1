// Writes findings for people, and for scripts.
import stringWidth from 'string-width';
import { padded } from '../padded.ts';
import { CHECKS, type Finding, type Language, type Level, type Words } from './finding.ts';

const MARKS: Readonly<Record<Level, string>> = { ok: '✓', note: '!', fault: '✗', unknown: '!' };

/** What the findings are about, in the line under them. */
export interface Aim {
  /** `count`: at least one. */
  readonly notYet: (count: number) => Words;
  readonly ready: Words;
}

export const SENDING: Aim = {
  notYet: (count) => ({
    ko: `보내기 전에 할 일이 ${count}가지 있습니다.`,
    en: `${count} ${count === 1 ? 'thing' : 'things'} to do before it can send.`,
  }),
  ready: { ko: '보낼 수 있습니다.', en: 'It can send.' },
};

export const DEPLOYING: Aim = {
  notYet: (count) => ({
    ko: `배포하기 전에 할 일이 ${count}가지 있습니다.`,
    en: `${count} ${count === 1 ? 'thing' : 'things'} to do before you deploy.`,
  }),
  ready: { ko: '배포할 수 있습니다.', en: 'It can be deployed.' },
};

/** Each finding on a line, and its next step under it. */
export const renderTable = (findings: readonly Finding[], language: Language, aim = SENDING): string => {
  const width = Math.max(...Object.values(CHECKS).map((title) => stringWidth(title[language])));
  const lines = findings.flatMap(({ check, level, what, next }) => [
    `${MARKS[level]} ${padded(CHECKS[check][language], width)}  ${what[language]}`,
    ...(next ? [`  ${' '.repeat(width)}  → ${next[language]}`] : []),
  ]);
  return [...lines, '', summaryOf(findings, aim)[language], ''].join('\n');
};

const summaryOf = (findings: readonly Finding[], { notYet, ready }: Aim): Words => {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  const [faults, unseen] = [count('fault'), count('unknown')];
  if (faults > 0) return notYet(faults);
  if (unseen > 0) {
    return {
      ko: `${unseen}가지를 확인하지 못했습니다.`,
      en: `${unseen} ${unseen === 1 ? 'thing' : 'things'} could not be checked.`,
    };
  }
  return ready;
};

/** Levels and check names are stable. Sentences are in `language`, for people. */
export const toJson = (stage: string, exitCode: number, findings: readonly Finding[], language: Language) => ({
  stage,
  exitCode,
  findings: findings.map(({ check, level, what, next }) => ({
    check,
    level,
    what: what[language],
    ...(next && { next: next[language] }),
  })),
});
