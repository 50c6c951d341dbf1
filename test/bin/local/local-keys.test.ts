// The key files of a data folder: written whole or not at all, and a damaged one is said in one line.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLocalKeys } from '../../../bin/local/local-keys.ts';
import { testSettings } from '../../support/service.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, 'keys.json');
const open = () => createLocalKeys(folder, testSettings);

describe('the key files', () => {
  it('are made once, for their owner alone, and nothing is left beside them', async () => {
    const first = await open().signer.keyId();
    expect(readdirSync(folder).sort()).toEqual(['keys.json', 'otp-keys.json']);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
    expect(await open().signer.keyId()).toBe(first);
  });

  it.each([
    ['empty', () => ''],
    ['half written', (text: string) => text.slice(0, text.length / 2)],
    ['without a private key', (text: string) => JSON.stringify({ ...JSON.parse(text), privateKey: 'x' })],
    ['with a short secret', (text: string) => JSON.stringify({ ...JSON.parse(text), master: 'eA==' })],
    ['something else', () => '[]'],
  ])('that are %s end the start in one line with the file and what to do', (_name, spoil) => {
    open();
    const whole = readFileSync(file(), 'utf8');
    writeFileSync(file(), spoil(whole));
    const message = `${file()} holds no keys: it is empty or damaged. Restore it from a copy, or delete it to get new keys; the links, codes and sessions of the old ones then stop working.`;
    expect(open).toThrow(expect.objectContaining({ name: 'UserError', message }));
  });
});
