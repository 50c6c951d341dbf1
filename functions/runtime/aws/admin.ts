// The function for administrators on AWS.
import { createIds } from '#adapters/ids.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { baseDependencies } from './base.ts';
import { deployedStore } from './store.ts';

export const adminDependencies = () => ({
  ...baseDependencies(),
  store: deployedStore('users', 'audit'),
  ids: createIds(systemClock),
});
