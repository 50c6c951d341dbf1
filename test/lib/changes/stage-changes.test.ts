// What a change of each key of the configuration does to a running stage, against the committed list.
// To write the list anew: npx vitest run --project unit test/lib/changes -u. Read the difference as an operator would.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ConfigPath } from '../../../lib/config/notes.ts';
import { KNOWN_PATHS } from '../../../lib/config/schema.ts';
import { compare, type Effects } from '../../support/stack/effects.ts';
import { type StageName, synthesise } from '../../support/stack/stack.ts';
import type { Change, ChangesOf } from './change.ts';
import { SENDER_CHANGES } from './sender-changes.ts';
import { SERVICE_CHANGES } from './service-changes.ts';

const CHANGES: ChangesOf<ConfigPath> = { ...SENDER_CHANGES, ...SERVICE_CHANGES };
/** A stage that is deployed is protected. */
const RUNNING = { firstDeployment: undefined };

const synthesised = new Map<string, ReturnType<typeof synthesise>>();
const templateOf = (stage: StageName, keys: object) => {
  const name = JSON.stringify([stage, keys], (_key, value) => (value === undefined ? null : value));
  const template = synthesised.get(name) ?? synthesise(stage, { ...RUNNING, ...keys });
  synthesised.set(name, template);
  return template.toJSON();
};

interface Line extends Effects {
  readonly key: string;
  readonly change: string;
  /** What holds data, or is known by name, and is replaced or leaves the stack. */
  readonly loses?: readonly string[];
  readonly note?: string;
}

/** The sandbox is meant where nothing is said. */
const isSaid = (what: string): boolean => what.includes('production');

const lineOf = (key: string, { what, stage = 'sandbox', before = {}, after, note }: Change): Line => {
  const { effects, losses } = compare(templateOf(stage, before), templateOf(stage, { ...before, ...after }));
  return {
    ...{ key, change: isSaid(what) || stage === 'sandbox' ? what : `${what}, in production`, ...effects },
    ...(losses.length > 0 && { loses: losses }),
    ...(note !== undefined && { note }),
  };
};

describe('a change of a key in a running stage', () => {
  let lines: readonly Line[];

  beforeAll(() => {
    const changes = Object.entries<readonly Change[]>(CHANGES);
    lines = changes.flatMap(([key, ofKey]) => ofKey.map((change) => lineOf(key, change)));
  }, 600_000);

  it('is listed for every key that a stage can have', () => {
    const leaves = KNOWN_PATHS.filter((path) => !KNOWN_PATHS.some((other) => other.startsWith(`${path}.`)));
    expect(Object.keys(CHANGES).toSorted()).toEqual(leaves.toSorted());
  });

  it('says why, if it loses what holds data or is known by name', () => {
    expect(lines.filter(({ loses, note }) => loses && !note)).toEqual([]);
  });

  it('does what the committed list says', async () => {
    await expect(lines.map((line) => `${JSON.stringify(line)}\n`).join('')).toMatchFileSnapshot(
      './stage-changes.jsonl',
    );
  });
});
