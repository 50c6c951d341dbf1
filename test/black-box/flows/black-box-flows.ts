// The flows of a client, over HTTP only: the same files test the local service and a deployment.
import { describe } from 'vitest';
import { accountFlows } from './account-flows.ts';
import { clientFlows } from './client-flows.ts';
import { cookieFlows } from './cookie-flows.ts';
import { otpFlows } from './otp-flows.ts';
import { refusalFlows } from './refusal-flows.ts';
import { resetFlows } from './reset-flows.ts';
import { sessionFlows } from './session-flows.ts';
import { signUpFlows } from './sign-up-flows.ts';
import type { Target } from './target.ts';
import { tokenFlows } from './token-flows.ts';
import { verifierFlows } from './verifier-flows.ts';

/**
 * `getTarget` is called when a test runs. Without `passCoolDown` and `makeRoom` one run makes ten requests that send mail, which
 * is what one client may make in a minute; what needs more, or the cool-down to pass, is then reported as skipped.
 */
export const describeFlows = (name: string, getTarget: () => Target): void => {
  describeMessageFlows(name, getTarget);
  describe(`${name}: cookie mode`, () => cookieFlows(getTarget));
  describe(`${name}: for verifiers of its tokens`, () => tokenFlows(getTarget));
  describe(`${name}: the typed client`, () => clientFlows(getTarget));
  describe(`${name}: other verifiers`, () => verifierFlows(getTarget));
  describe(`${name}: refused requests`, () => refusalFlows(getTarget));
};

/** The flows that need mails or sms, run for every transport. */
export const describeMessageFlows = (name: string, getTarget: () => Target): void => {
  describeSendingFlows(name, getTarget);
  describe(`${name}: log-in and sessions`, () => sessionFlows(getTarget));
  describe(`${name}: the account`, () => accountFlows(getTarget));
};

/** Of these the ones that are about what was sent, which is all that another transport changes. */
export const describeSendingFlows = (name: string, getTarget: () => Target): void => {
  describe(`${name}: sign-up`, () => signUpFlows(getTarget));
  describe(`${name}: reset`, () => resetFlows(getTarget));
  describe(`${name}: one-time codes`, () => otpFlows(getTarget));
};
