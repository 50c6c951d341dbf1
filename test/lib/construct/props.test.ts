// The props of the construct are the keys of cdk.json: the generated types against the schema.
import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { propsFile } from '../../../bin/docs/construct-props.ts';
import type { StageKey } from '../../../lib/config/schema.ts';
import type { LatchkeyProps } from '../../../lib/construct/props.ts';

describe('the props of the construct', () => {
  it('are what the schema takes, but for the account, which the stack says', () => {
    expectTypeOf<Exclude<StageKey, 'account'> | 'stage'>().toEqualTypeOf<keyof LatchkeyProps>();
    expect(propsFile()).toBe(readFileSync(new URL('../../../lib/construct/props.ts', import.meta.url), 'utf8'));
  });

  it('are all described', () => {
    const lines = propsFile().split('\n');
    const bare = lines.filter(
      (line, index) => /^ +readonly \w+\??: (?!\{)/.test(line) && !lines[index - 1]?.endsWith('*/'),
    );
    expect(bare).toEqual([]);
  });
});
