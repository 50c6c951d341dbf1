// Writes the small files of the data folder so that a process killed half-way leaves the old file or the new one, never a part.
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Mode 0600. Throws if there is no room, and leaves the old file as it was. */
export const replaceFile = (file: string, text: string): void => {
  const next = `${file}.new`;
  try {
    const descriptor = openSync(next, 'w', 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
};
