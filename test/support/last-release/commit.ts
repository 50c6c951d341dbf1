// The last release: a deployment may hold rows, links and sessions of it, and they must still work.

/** `record.jsonl` was written by its code. After a release: put its commit here, and run `node test/support/last-release/record.ts`. */
export const LAST_RELEASE = 'f775c148f4f7fd51af043679875484923c36da66';
