// The hashes that the libraries of other systems made: `make.py` beside this file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ForeignSample {
  readonly library: string;
  readonly version: string;
  readonly kind: string;
  readonly password: string;
  readonly hash: string;
}

interface ForeignSamples {
  readonly how: string;
  /** With little work, for every password. */
  readonly cheap: readonly ForeignSample[];
  /** With the defaults of their libraries. */
  readonly byDefault: readonly ForeignSample[];
  /** Recognised, and refused. */
  readonly weak: readonly ForeignSample[];
}

const FILE = join(import.meta.dirname, 'hashes.json');

export const foreignSamples = JSON.parse(readFileSync(FILE, 'utf8')) as ForeignSamples;
