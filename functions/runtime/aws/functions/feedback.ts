// The feedback function on AWS. It sends nothing and has no key.
import { baseDependencies } from '../base.ts';
import { deployedStore } from '../store.ts';

export const feedbackDependencies = () => ({ ...baseDependencies(), store: deployedStore('verifications') });
