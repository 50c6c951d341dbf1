// Draws docs/images/courier-queue.svg: how many mails wait over time.
import { COURSES } from './courses.ts';
import { type Course, STEP_SECONDS } from './rush.ts';

const WIDTH = 720;
const HEIGHT = 360;
const LEFT = 56;
const RIGHT = 28;
const TOP = 40;
const BOTTOM = 44;
const COLORS = ['#2563eb', '#c2410c', '#15803d'] as const;
/** The x axis ends where all but the last few mails are sent. */
const END_SECONDS = 240;
const SECONDS_BETWEEN = 30;
const MAILS_BETWEEN = 250;

export const drawQueue = (): string => {
  const most = Math.max(...COURSES.flatMap(({ waiting }) => waiting));
  const top = Math.ceil(most / MAILS_BETWEEN) * MAILS_BETWEEN;
  const x = (seconds: number): number => round(LEFT + (seconds / END_SECONDS) * (WIDTH - LEFT - RIGHT));
  const y = (mails: number): number => round(HEIGHT - BOTTOM - (mails / top) * (HEIGHT - TOP - BOTTOM));
  const lines = steps(top, MAILS_BETWEEN).flatMap((mails) => [
    `<line x1="${LEFT}" y1="${y(mails)}" x2="${WIDTH - RIGHT}" y2="${y(mails)}" stroke="#e5e7eb"/>`,
    text(LEFT - 8, y(mails) + 4, mails.toLocaleString('en-US'), 'end'),
  ]);
  const times = steps(END_SECONDS, SECONDS_BETWEEN).map((seconds) =>
    text(x(seconds), HEIGHT - BOTTOM + 18, `${seconds} s`, 'middle'),
  );
  const courses = COURSES.flatMap((course, index) => {
    const color = COLORS[index % COLORS.length];
    const points = course.waiting
      .map((mails, step) => ({ mails, seconds: step * STEP_SECONDS }))
      .filter(({ seconds }) => seconds <= END_SECONDS)
      .map(({ mails, seconds }) => `${x(seconds)},${y(mails)}`);
    const row = TOP + 12 + index * 20;
    return [
      `<polyline points="${points.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
      `<line x1="${WIDTH - 272}" y1="${row - 4}" x2="${WIDTH - 248}" y2="${row - 4}" stroke="${color}" stroke-width="2"/>`,
      text(WIDTH - 240, row, nameOf(course), 'start'),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="sans-serif" font-size="12">`,
    '<title>Mails of sign-ups that wait to be sent</title>',
    `<desc>30 sign-ups a second for a minute. ${COURSES.map(describe).join(' ')}</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    text(LEFT, 22, 'Mails that wait, 30 sign-ups a second for a minute', 'start', 14),
    ...lines,
    ...times,
    ...courses,
    '</svg>',
    '',
  ].join('\n');
};

const nameOf = ({ rush: { mailsPerSecond, shards } }: Course): string =>
  `SES ${mailsPerSecond} a second, ${shards} ${shards === 1 ? 'shard' : 'shards'}`;

const describe = (course: Course): string =>
  `${nameOf(course)}: at most ${Math.max(...course.waiting)} wait, the longest for ${Math.ceil(course.longestWaitSeconds)} s.`;

const steps = (end: number, between: number): number[] =>
  Array.from({ length: end / between + 1 }, (_none, index) => index * between);

const text = (x: number, y: number, what: string, anchor: 'start' | 'middle' | 'end', size?: number): string =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#374151"${size ? ` font-size="${size}"` : ''}>${what}</text>`;

const round = (value: number): number => Math.round(value * 10) / 10;
