// The words of a team as a file beside the code of each function. They may be long, and the variables of a function hold 4 KB.
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTENT_FILE } from '#runtime/content.ts';
import type { SettingsInput } from '#schemas/settings.ts';
import type { StageConfig } from '../config/stage-config.ts';

/** The keys of the settings that are in the file. The others are in the variable. */
const CONTENT_KEYS = [
  'consents',
  'profileFields',
  'clients',
  'appLinks',
  'passkeyOrigins',
  'words',
  'claims',
] as const satisfies readonly (keyof StageConfig & keyof SettingsInput)[];

/** The keys that are set. */
export const contentKeysOf = (config: StageConfig): object =>
  Object.fromEntries(CONTENT_KEYS.flatMap((key) => (config[key] === undefined ? [] : [[key, config[key]]])));

/** `undefined` if no key is set. */
export const contentOf = (config: StageConfig): string | undefined => {
  const content = contentKeysOf(config);
  return Object.keys(content).length === 0 ? undefined : JSON.stringify(content);
};

/** A copy of the folder `code`, made in `parent`, with the file. */
export const withContent = (code: string, content: string, parent: string): string => {
  const copy = mkdtempSync(join(parent, 'content-'));
  cpSync(code, copy, { recursive: true });
  writeFileSync(join(copy, CONTENT_FILE), content);
  return copy;
};
