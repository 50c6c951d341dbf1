// The words of a team: read from the file beside the code, which most stages do not have.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CONTENT_FILE, readContent } from '#runtime/content.ts';

describe('content', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'latchkey-content-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is nothing without a file', () => {
    expect(readContent(folder)).toEqual({});
    expect(readContent()).toEqual({});
  });

  it('is what the file holds', () => {
    writeFileSync(join(folder, CONTENT_FILE), '{"consents":[{"key":"약관"}]}');
    expect(readContent(folder)).toEqual({ consents: [{ key: '약관' }] });
  });

  it('that cannot be read ends the start: without its consents a stage must not take sign-ups', () => {
    writeFileSync(join(folder, CONTENT_FILE), '{"consents":[');
    expect(() => readContent(folder)).toThrow(SyntaxError);
  });
});
