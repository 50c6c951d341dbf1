// The words of a team, which are deployed as a file beside the code of a function: both change at the same moment.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const CONTENT_FILE = 'content.json';

/** Keys of the settings. Most stages have no such file. */
export const readContent = (folder: string = import.meta.dirname): object => {
  const file = join(folder, CONTENT_FILE);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
};
