// The function for one-time codes on AWS. It reads no account, and its keys open none.
import { createIds } from '#adapters/ids.ts';
import { createPhoneNumbers } from '#adapters/sms/phone-numbers.ts';
import { systemClock, systemRandomness } from '#adapters/system-clock.ts';
import { baseDependencies } from '../base.ts';
import { deployedHumanCheck } from '../human-check/human-check.ts';
import { lateDeployedOtpKeyRing, lateDeployedProofSigner } from '../late-keys.ts';
import { deployedStore } from '../store.ts';

export const otpDependencies = () => {
  const base = baseDependencies();
  return {
    ...base,
    store: deployedStore('verifications'),
    ids: createIds(systemClock),
    random: systemRandomness,
    phoneNumbers: createPhoneNumbers(Object.keys(base.settings.texts.countries)),
    otpKeyRing: lateDeployedOtpKeyRing(base.settings),
    proofSigner: lateDeployedProofSigner(base.settings),
    humanCheck: deployedHumanCheck(base),
  };
};
