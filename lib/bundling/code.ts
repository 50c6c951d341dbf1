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
import { ROOT } from './options.ts';

let folder: string | undefined;

/** The folder of all bundles. CDK copies what it uses out of it. */
const bundleAll = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'latchkey-bundles-'));
  process.once('exit', () => rmSync(made, { recursive: true }));
  const words = ['--import', join(ROOT, 'bin/text-imports.ts'), join(ROOT, 'bin/bundle.ts'), made];
  execFileSync(process.execPath, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  return made;
};

/** Commands that need no bundles, such as `cdk list`, and the tests of the template get a folder that is there anyway. */
export const codeOf = (scope: Construct, name: AnyFunctionName): Code => {
  if (!Stack.of(scope).bundlingRequired) return Code.fromAsset(join(ROOT, 'functions/handlers'));
  folder ??= bundleAll();
  return Code.fromAsset(join(folder, name));
};
