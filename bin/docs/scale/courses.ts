// The rushes of docs/scale.md, simulated once for its table and its drawing.
import { type Course, type Rush, simulate } from './rush.ts';

/** 1,800 sign-ups within a minute, and a code a second. */
const MINUTE = { signUpsPerSecond: 30, seconds: 60, hasCodes: true } as const;

const RUSHES: readonly Rush[] = [
  { ...MINUTE, mailsPerSecond: 14, shards: 1 },
  { ...MINUTE, mailsPerSecond: 14, shards: 4 },
  { ...MINUTE, mailsPerSecond: 28, shards: 4 },
];

const courses: Course[] = [];
for (const rush of RUSHES) courses.push(await simulate(rush));

export const COURSES: readonly Course[] = courses;
