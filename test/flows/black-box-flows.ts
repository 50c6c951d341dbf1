// The flows as a client goes through them, over HTTP alone: the same files prove the laptop's service and a deployment.
import { describe } from 'vitest';
import { cookieFlows } from './cookie-flows.ts';
import { refusalFlows } from './refusal-flows.ts';
import { signUpFlows } from './sign-up-flows.ts';
import type { Target } from './target.ts';
import { tokenFlows } from './token-flows.ts';

/**
 * `getTarget` is called when a test runs. Without `passCoolDown` one run makes ten requests that send mail, which is what one
 * client may make in a minute; what needs the cool-down to pass is then reported as skipped.
 */
export const describeFlows = (name: string, getTarget: () => Target): void => {
  describe(`${name}: sign-up`, () => signUpFlows(getTarget));
  describe(`${name}: cookie mode`, () => cookieFlows(getTarget));
  describe(`${name}: for verifiers of its tokens`, () => tokenFlows(getTarget));
  describe(`${name}: what is wrong with a request`, () => refusalFlows(getTarget));
};
