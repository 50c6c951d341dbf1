// The package, packed and used by apps of others: its files, its types, and what it synthesises. `npm run package` makes it.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FUNCTIONS } from '../../functions/routes.ts';
import { createStranger, DIST, filesIn, pack, ROOT } from './stranger.ts';

const JUDGES = join(import.meta.dirname, 'node_modules');
/** The oldest that is promised where it is strictest, about CommonJS, and the newest. */
const COMPILERS = {
  commonjs: join(JUDGES, 'typescript/bin/tsc'),
  module: join(ROOT, 'node_modules/typescript/bin/tsc'),
};
const run = promisify(execFile);

let folder: string;
let tarball: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-package-'));
  tarball = await pack(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  it('holds what its consumers run and read, and nothing of the tests and sources', async () => {
    const files = await filesIn(tarball);
    expect(files.length).toBeLessThan(250);
    for (const name of FUNCTIONS) expect(files).toContain(`bundles/${name}/index.mjs`);
    expect(files.filter((path) => /test|\.map$|lock/.test(path))).toEqual([]);
    expect(files.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))).toEqual([]);
  });

  it('names no machine and nothing of the repository', async () => {
    for (const path of await filesIn(tarball)) {
      const text = readFileSync(join(DIST, path), 'utf8');
      expect(text.includes(ROOT), path).toBe(false);
    }
  });

  it('is right to publint', async () => {
    const { stdout } = await run(process.execPath, [
      join(JUDGES, 'publint/src/cli.js'),
      DIST,
      '--strict',
      '--pack=false',
    ]);
    expect(stdout).toMatch(/All good!/);
  });

  // Its types need a resolution that knows `exports`: TypeScript 7 has no other.
  it('has types that are right to "are the types wrong"', async () => {
    const attw = join(JUDGES, '@arethetypeswrong/cli/dist/index.js');
    const { stdout } = await run(process.execPath, [
      attw,
      tarball,
      '--profile',
      'node16',
      '--format',
      'ascii',
      '--no-emoji',
    ]);
    expect(stdout.match(/node16 \(from (?:CJS|ESM)\): OK/g)).toHaveLength(14);
  });
});

const BODY = `
const app = new App({ outdir: 'cdk.out', analyticsReporting: false });
const stack = new Stack(app, 'Shop');
const auth = new Latchkey(stack, 'Auth', {
  sesMode: 'sandbox',
  brandName: 'Shop',
  senderEmail: 'no-reply@shop.example',
  consents: [{ key: 'terms', kind: 'terms', version: '1', required: true, title: { ko: '약관', en: 'Terms' } }],
  monitoring: 'essential',
  purgeAfterMonths: 12,
  webhooks: [{ name: 'crm', url: 'https://crm.shop.example/events', secretArn: 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:crm-AbCdEf' }],
});
new CfnOutput(stack, 'Issuer', { value: auth.issuer });
new CfnOutput(stack, 'Topic', { value: auth.alarmTopic.topicArn });
`;
const MODULE = `
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { Latchkey } from 'latchkey/cdk';
${BODY}
app.synth();
console.log(stack.templateFile);
`;
const REQUIRE = `
const { App, CfnOutput, Stack } = require('aws-cdk-lib');
const { Latchkey } = require('latchkey/cdk');
${BODY}
app.synth();
console.log(stack.templateFile);
`;
const WRONG = `
import { Stack } from 'aws-cdk-lib';
import { Latchkey } from 'latchkey/cdk';
new Latchkey(new Stack(), 'Auth', { sesMode: 'live', brandName: 'Shop' });
`;
const CLIENTS = `
import { createLatchkey } from 'latchkey/client';
import { createApi } from 'latchkey/client/api';
import { sentenceFor, type SentenceLocale } from 'latchkey/client/sentences';
import { verifyAccessToken } from 'latchkey/server';
const locale: SentenceLocale = 'ko';
export const used: readonly Function[] = [createLatchkey, createApi, sentenceFor, verifyAccessToken];
export const wrong: SentenceLocale = 'fr';
export { locale };
`;

describe.each(['module', 'commonjs'] as const)('an app of another team (%s)', (type) => {
  it('synthesises, with the functions as they were built', async () => {
    const app = await createStranger(mkdtempSync(join(folder, 'app-')), tarball, type, {
      'app.js': type === 'module' ? MODULE : REQUIRE,
    });
    const template = (await app.node('app.js')).trim();
    const assets = JSON.parse(readFileSync(join(app.folder, 'cdk.out', 'Shop.assets.json'), 'utf8'));
    const resources = Object.values<{ Type: string }>(
      JSON.parse(readFileSync(join(app.folder, 'cdk.out', template), 'utf8')).Resources,
    );
    expect(resources.filter(({ Type }) => Type === 'AWS::Lambda::Function')).toHaveLength(FUNCTIONS.length);
    const folders = Object.values<{ source: { path: string; packaging: string } }>(assets.files)
      .filter(({ source }) => source.packaging === 'zip')
      .map(({ source }) => join(app.folder, 'cdk.out', source.path));
    expect(folders).toHaveLength(FUNCTIONS.length);
    for (const code of folders) {
      expect(readFileSync(join(code, 'index.mjs'), 'utf8').length).toBeGreaterThan(1000);
      // The words of the team are beside the code.
      expect(readFileSync(join(code, 'content.json'), 'utf8')).toContain('약관');
    }
  });

  it('is checked by its types, those of the package among them', async () => {
    const app = await createStranger(mkdtempSync(join(folder, 'types-')), tarball, type, {
      'app.ts': MODULE,
      'wrong.ts': WRONG,
      'clients.ts': CLIENTS,
      'embedded.ts': readFileSync(join(ROOT, 'examples/embedded/app.ts'), 'utf8'),
    });
    const said = await app.check(COMPILERS[type], { module: 'nodenext', moduleResolution: 'nodenext' });
    const errors = said.split('\n').filter((line) => line.includes('error TS'));
    expect(errors.map((line) => line.replace(/\(.*?\): error (TS\d+).*/, ' $1')).toSorted()).toEqual([
      'clients.ts TS2322',
      'wrong.ts TS2322',
    ]);
  });
});
