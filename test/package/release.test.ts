// What `npm run release` makes of the real package: its file, and a bill of the packages that are in it.
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePackage } from '../../bin/package/make.ts';
import { packageFolders } from '../../bin/release/bill.ts';
import { type Makers, makeFiles } from '../../bin/release/files.ts';
import { readWholeBill } from '../../bin/release/npm-bill.ts';
import { DIST, filesIn, pack, ROOT } from './stranger.ts';

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

let folder: string;
let inputs: readonly string[];
let made: readonly string[];

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

const counted: Makers['makePackage'] = async (into, named) => {
  inputs = await makePackage(into, named);
  return inputs;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-made-'));
  made = await makeFiles({ root: ROOT, version, makePackage: counted, readBill: readWholeBill }, join(folder, 'dist'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a release', () => {
  it('has the file of the package, of which dist/ has the same entries, and right checksums', async () => {
    const isEntry = (path: string) => !/^bundles\/|shared-/.test(path);
    const files = (await filesIn(made[0] ?? '')).filter(isEntry);
    expect(files).toEqual((await filesIn(await pack(folder))).filter(isEntry));
    const manifest = JSON.parse(readFileSync(join(DIST, 'package.json'), 'utf8'));
    expect(JSON.parse(readFileSync(join(folder, 'dist/package.json'), 'utf8'))).toEqual(manifest);
    const sums = readFileSync(made[2] ?? '', 'utf8')
      .trim()
      .split('\n');
    expect(sums).toEqual(made.slice(0, 2).map((path) => `${sha256(path)}  ${basename(path)}`));
  });

  it('lists every package that is in a bundle or an entry, with its licence, and no tool', () => {
    const bill = JSON.parse(readFileSync(made[1] ?? '', 'utf8'));
    const names: string[] = bill.components.map(({ name }: { name: string }) => name);
    for (const path of packageFolders(inputs)) expect(names).toContain(path.replace(/^.*node_modules\//, ''));
    expect(names).toEqual(
      expect.arrayContaining(['@aws-sdk/client-dynamodb', 'jose', 'nodemailer', 'zod', 'aws-cdk-lib']),
    );
    for (const tool of ['esbuild', 'vitest', 'typescript', '@aws-sdk/client-cloudformation'])
      expect(names).not.toContain(tool);
    for (const { name, licenses } of bill.components) expect(licenses, name).toHaveLength(1);
  });
});
