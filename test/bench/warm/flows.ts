// The requests whose processor time is measured in a warm process, beside those of others.
import { type Bundled, bundleOther, bundleOurs } from '../bundles.ts';
import { SCENARIOS, type Scenario, type ScenarioName } from '../scenarios.ts';

export interface Flow {
  readonly name: string;
  readonly title: string;
  /** Whether it hashes a password, which takes many times as long as the rest. */
  readonly hashes: boolean;
  readonly bundle: () => Promise<Bundled>;
  readonly prepare: Scenario['prepare'];
  readonly answers: number | 'done';
}

const HASHING: readonly ScenarioName[] = ['signup', 'login'];

/** The measure of all others. */
export const HASH = 'hash';

const PEERS = [
  { name: 'better-auth-signup', title: 'better-auth, sign-up', peer: 'better-auth', flow: 'signup', hashes: true },
  { name: 'better-auth-login', title: 'better-auth, log-in', peer: 'better-auth', flow: 'login', hashes: true },
  {
    name: 'better-auth-session',
    title: 'better-auth, get-session',
    peer: 'better-auth',
    flow: 'session',
    hashes: false,
  },
  { name: 'openauth-login', title: 'OpenAuth, log-in by its code flow', peer: 'openauth', flow: 'login', hashes: true },
  { name: 'openauth-refresh', title: 'OpenAuth, refresh', peer: 'openauth', flow: 'refresh', hashes: false },
] as const;

export const flowsOf = (folder: string, hasPeers: boolean): readonly Flow[] => [
  {
    name: HASH,
    title: 'one hash: argon2id, 19 MiB, 2 passes',
    hashes: true,
    bundle: () => bundleOurs('signup', folder),
    prepare: async () => ({ selfCheck: true }),
    answers: 'done',
  },
  ...(Object.entries(SCENARIOS) as [ScenarioName, Scenario][]).map(([name, scenario]) => ({
    ...scenario,
    name,
    hashes: HASHING.includes(name),
    bundle: () => bundleOurs(scenario.function, folder),
  })),
  ...(hasPeers ? PEERS : []).map(({ peer, flow, ...rest }) => ({
    ...rest,
    bundle: () => bundleOther(`peers/${peer}-warm`, folder),
    prepare: async () => ({ flow }),
    answers: 200,
  })),
];
