// Compares what a tool finds with what is accepted.
import { ACCEPTED, type Accepted } from './accepted.ts';

export interface Finding {
  readonly rule: string;
  readonly type: string;
  /** The logical id without the hash. */
  readonly resource: string;
}

type Tool = 'cfnLint' | 'checkov' | 'cfnGuard';

const line = ({ rule, type, resource }: Finding): string => `${rule} ${type} ${resource}`;

const covers = (accepted: Accepted, tool: Tool, { rule, type, resource }: Finding): boolean =>
  accepted[tool] === rule && accepted.type === type && (accepted.only?.includes(resource) ?? true);

/** One line per finding that nothing explains. */
export const unexplained = (tool: Tool, findings: readonly Finding[]): readonly string[] => [
  ...new Set(findings.filter((finding) => !ACCEPTED.some((accepted) => covers(accepted, tool, finding))).map(line)),
];

/** One line per rule, and per resource where they are named, that is accepted but not found. */
export const stale = (tool: Tool, findings: readonly Finding[]): readonly string[] =>
  ACCEPTED.flatMap((accepted) => {
    const { [tool]: rule, type, only } = accepted;
    if (rule === undefined) return [];
    const found = findings.filter((finding) => covers(accepted, tool, finding)).map(({ resource }) => resource);
    if (!only) return found.length > 0 ? [] : [line({ rule, type, resource: '(any)' })];
    return only.filter((resource) => !found.includes(resource)).map((resource) => line({ rule, type, resource }));
  });
