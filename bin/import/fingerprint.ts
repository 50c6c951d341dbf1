// What tells one export from another: a run is only continued with the very same file.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { UserError } from '../user-error.ts';

export interface Fingerprint {
  readonly bytes: number;
  readonly sha256: string;
}

/** @throws UserError if the file cannot be read. */
export const fingerprintOf = async (file: string): Promise<Fingerprint> => {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file)) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UserError(
      { ko: `${file}을(를) 읽지 못했습니다 (${code}).`, en: `${file} cannot be read (${code}).` },
      error,
    );
  }
  return { bytes, sha256: hash.digest('hex') };
};
