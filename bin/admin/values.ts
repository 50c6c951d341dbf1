// Reads values that are JSON.
import { misused } from './usage.ts';

/** `name`: of the option or the word, for the fault. */
export const readObject = (name: string, text: string): Readonly<Record<string, unknown>> => {
  const value = parse(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw misused(`${name} must be a JSON object such as '{"plan":"pro"}'`);
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
