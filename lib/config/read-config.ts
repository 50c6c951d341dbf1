// Reads the configuration of one stage. Every mistake shows at synth, none at run time.
import { REGION } from '../names.ts';
import { complete } from './complete.ts';
import { ConfigError, type ConfigFault } from './faults.ts';
import { resolveSenderAddress, resolveSesMode } from './resolve.ts';
import { checkRules } from './rules.ts';
import { parseKeys } from './schema.ts';
import type { StageConfig } from './stage-config.ts';
import { conflictsWith, identitiesLentTo } from './stage-conflicts.ts';

export const STAGE_NAME = /^[a-z][a-z0-9-]{0,19}$/;
export const STAGE_NAME_MESSAGE =
  'must be a name of 1 to 20 lower-case letters, digits and hyphens that begins with a letter';
const DEFAULT_STAGE = 'sandbox';

/**
 * The stage that context `stage` names. `context` reads one key, as `(key) => app.node.tryGetContext(key)` does; `keys` are those
 * that it has, the other stages among them.
 * @throws ConfigError with every fault, one line each: the key's path and what would be right, never a value.
 */
export const readConfig = (context: (key: string) => unknown, keys: readonly string[] = []): StageConfig => {
  const stage = readStage(context('stage') ?? DEFAULT_STAGE);
  const config = readOne(stage, readObject(stage, context(stage)));
  const others = keys.filter((key) => key !== stage).flatMap((key) => readOther(key, context(key)));
  const faults = others.flatMap((other) => conflictsWith(config, other));
  if (faults.length > 0) throw new ConfigError(faults.map((fault) => ({ ...fault, path: `${stage}.${fault.path}` })));
  return { ...config, lentIdentities: [...new Set(others.flatMap((other) => identitiesLentTo(config, other)))] };
};

/** No stage, or one: what is wrong with it shows when it is deployed. */
const readOther = (key: string, input: unknown): readonly StageConfig[] => {
  if (!STAGE_NAME.test(key)) return [];
  try {
    return [readOne(key, readObject(key, input))];
  } catch (error) {
    if (error instanceof ConfigError) return [];
    throw error;
  }
};

const readOne = (stage: string, input: object): StageConfig => {
  const { config, faults } = readKeys(stage, input, REGION);
  if (!config) throw new ConfigError(faults.map((fault) => ({ ...fault, path: `${stage}.${fault.path}` })));
  return config;
};

interface Read {
  /** Left out: there are faults. */
  readonly config?: StageConfig;
  readonly faults: readonly ConfigFault[];
}

/** The keys of one stage. Paths begin with a key. */
export const readKeys = (stage: string, input: object, region?: string): Read => {
  const { given, values, faults: keyFaults } = parseKeys(input);
  const keys = { stage, given, values, ...(region !== undefined && { region }) };
  const faults = [...keyFaults, ...checkRules(keys)];
  const sesMode = resolveSesMode(keys);
  const senderAddress = resolveSenderAddress(keys);
  const { brandName } = values;
  if (faults.length > 0 || !sesMode || !senderAddress || !brandName) return { faults };
  return { config: complete({ ...values, brandName }, { stage, sesMode, senderAddress }), faults };
};

const readStage = (stage: unknown): string => {
  if (typeof stage === 'string' && STAGE_NAME.test(stage)) return stage;
  throw faultAt('stage', STAGE_NAME_MESSAGE);
};

const readObject = (stage: string, input: unknown): object => {
  if (input === undefined) throw faultAt(stage, 'is missing: set this key of the context to an object with the stage');
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return input;
  throw faultAt(stage, 'must be an object with the keys of the stage');
};

const faultAt = (path: string, message: string): ConfigError => {
  const fault: ConfigFault = { path, message };
  return new ConfigError([fault]);
};
