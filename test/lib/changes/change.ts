// A change of one key in the configuration of a running stage.
import type { StageName } from '../../support/stack/stack.ts';

type Keys = Readonly<Record<string, unknown>>;

export interface Change {
  /** In a few words. */
  readonly what: string;
  /** Default: `sandbox`. */
  readonly stage?: StageName;
  /** What the stage has beside the keys of cdk.json before the change, and after it. */
  readonly before?: Keys;
  /** `undefined` removes a key. */
  readonly after: Keys;
  /** What an operator should know. A change that replaces or removes what holds data, or is known by name, must say why it may. */
  readonly note?: string;
}

/** At least one of each key. */
export type ChangesOf<Path extends string> = Readonly<Record<Path, readonly [Change, ...Change[]]>>;
