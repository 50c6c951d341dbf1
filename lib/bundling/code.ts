// The code of a function for the stack.
import { Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { AnyFunctionName } from '#routes.ts';
import { withContent } from './content.ts';
import { makeFolder } from './folder.ts';
import { bundleOf } from './source.ts';

let copies: string | undefined;

/** `content`: the words of the team, if there are any. */
export const codeOf = (scope: Construct, name: AnyFunctionName, content?: string): Code => {
  const folder = bundleOf(name, Stack.of(scope).bundlingRequired);
  if (content === undefined) return Code.fromAsset(folder);
  copies ??= makeFolder();
  return Code.fromAsset(withContent(folder, content, copies));
};
