// What is started cold: every function of the service, and what others would deploy in its place.
import { type Bundled, bundleOther, bundleOurs } from '../bundles.ts';
import { SCENARIOS, type Scenario, type ScenarioName } from '../scenarios.ts';
import { signUpRequest } from '../stage.ts';

/** Beside the service: the floor, the floor again to see the noise of the machine, and what others would deploy. */
export const OTHERS = {
  bare: { title: 'bare handler', source: 'handlers/bare', isPeer: false, answers: 202 },
  again: { title: 'bare handler, again', source: 'handlers/bare', isPeer: false, answers: 202 },
  sdk: { title: 'plain SDK handler: one GetItem', source: 'handlers/plain-sdk', isPeer: false, answers: 202 },
  typical: {
    title: 'typical handler: SDK, zod, middy; a read and a write',
    source: 'peers/typical',
    isPeer: true,
    answers: 202,
  },
  'better-auth': {
    title: 'better-auth, sign-up by e-mail: rows in memory',
    source: 'peers/better-auth',
    isPeer: true,
    answers: 200,
  },
} as const;
export type OtherName = keyof typeof OTHERS;
export type ContenderName = ScenarioName | OtherName;

export interface Contender {
  readonly name: ContenderName;
  readonly title: string;
  readonly bundle: Bundled;
  readonly prepare: Scenario['prepare'];
  readonly answers: Scenario['answers'];
}

const NAMES = [...Object.keys(SCENARIOS), ...Object.keys(OTHERS)] as ContenderName[];
const isOther = (name: ContenderName): name is OtherName => Object.hasOwn(OTHERS, name);

/** `only`: those beside the floor; all of them if it is empty. */
export const chooseContenders = (only: readonly string[], hasPeers: boolean): readonly ContenderName[] => {
  const unknown = only.find((name) => !NAMES.some((known) => known === name));
  if (unknown) throw new Error(`${unknown} is not measured: choose of ${NAMES.join(', ')}`);
  return NAMES.filter((name) => {
    if (isOther(name) && OTHERS[name].isPeer && !hasPeers) return false;
    return name === 'bare' || name === 'again' || only.length === 0 || only.includes(name);
  });
};

export const bundleContenders = (names: readonly ContenderName[], folder: string): Promise<readonly Contender[]> =>
  Promise.all(
    names.map(async (name) => {
      if (!isOther(name)) {
        const { title, prepare, answers, function: handler } = SCENARIOS[name];
        return { name, title, prepare, answers, bundle: await bundleOurs(handler, folder) };
      }
      const { title, source, answers } = OTHERS[name];
      const bundle = await bundleOther(source, folder);
      return { name, title, bundle, prepare: async () => signUpRequest(), answers };
    }),
  );
