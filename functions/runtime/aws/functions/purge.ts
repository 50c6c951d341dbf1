// The purge on AWS. It sends nothing and has no key.
import { createIds } from '#adapters/ids.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { baseDependencies } from '../base.ts';
import { deployedStore } from '../store.ts';

export const purgeDependencies = () => ({
  ...baseDependencies(),
  store: deployedStore('verifications', 'users'),
  ids: createIds(systemClock),
});
