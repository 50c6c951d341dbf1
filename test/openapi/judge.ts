// Compares what a tool finds in the document with what is accepted.
import type { Accepted } from './accepted.ts';

export interface Finding {
  readonly rule: string;
  /** `POST /signup responses 202`, or `components schemas User`. */
  readonly place: string;
}

/** A place from the keys that lead to it in the document. */
export const placeOf = ([first = '', ...rest]: readonly string[]): string => {
  const [path = '', method, ...below] = rest;
  const isOperation = first === 'paths' && method !== undefined;
  return (isOperation ? [method.toUpperCase(), path, ...below] : [first, ...rest]).join(' ');
};

const isAt = (place: string, accepted: string): boolean => `${place} `.startsWith(`${accepted} `);

const covers = ({ rule, only }: Accepted, finding: Finding): boolean =>
  rule === finding.rule && (only?.some((place) => isAt(finding.place, place)) ?? true);

/** One line per finding that nothing explains. */
export const unexplained = (accepted: readonly Accepted[], findings: readonly Finding[]): readonly string[] => [
  ...new Set(
    findings
      .filter((finding) => !accepted.some((each) => covers(each, finding)))
      .map(({ rule, place }) => `${rule} ${place}`),
  ),
];

/** One line per rule, and per place where they are named, that is accepted but not found. */
export const stale = (accepted: readonly Accepted[], findings: readonly Finding[]): readonly string[] =>
  accepted.flatMap(({ rule, only }) => {
    const found = findings.filter((finding) => finding.rule === rule);
    if (!only) return found.length > 0 ? [] : [`${rule} (anywhere)`];
    return only
      .filter((place) => !found.some((finding) => isAt(finding.place, place)))
      .map((place) => `${rule} ${place}`);
  });
