// The code of a function for the stack. esbuild takes plugins only through its asynchronous API, and a construct cannot wait,
// so one Node of its own bundles all functions before the first is asked for.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { AnyFunctionName } from '#routes.ts';
import { withContent } from './content.ts';
import { ROOT } from './options.ts';

/** CDK copies what it uses out of it. */
const makeFolder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'latchkey-bundles-'));
  process.once('exit', () => rmSync(made, { recursive: true }));
  return made;
};

/** The folder of all bundles. */
const bundleAll = (): string => {
  const made = makeFolder();
  const words = ['--import', join(ROOT, 'bin/text-imports.ts'), join(ROOT, 'bin/bundle.ts'), made];
  execFileSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  return made;
};

let bundles: string | undefined;
let copies: string | undefined;

/** Commands that need no bundles, such as `cdk list`, and the tests of the template get a folder that is there anyway. */
const folderOf = (scope: Construct, name: AnyFunctionName): string => {
  if (!Stack.of(scope).bundlingRequired) return join(ROOT, 'functions/handlers');
  bundles ??= bundleAll();
  return join(bundles, name);
};

/** `content`: the words of the team, if there are any. */
export const codeOf = (scope: Construct, name: AnyFunctionName, content?: string): Code => {
  const folder = folderOf(scope, name);
  if (content === undefined) return Code.fromAsset(folder);
  copies ??= makeFolder();
  return Code.fromAsset(withContent(folder, content, copies));
};
