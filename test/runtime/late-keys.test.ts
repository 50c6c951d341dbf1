// Keys that are loaded at their first use. The deployed ones are in the tests of the bundles.
import { describe, expect, it } from 'vitest';
import { lateDeployedOtpKeyRing, lateDeployedProofSigner } from '#runtime/aws/late-keys.ts';
import { testSettings } from '../support/service.ts';

const OFF = { ...testSettings, otp: { ...testSettings.otp, access: 'off' as const } };

describe('the keys of one-time codes, while these are off', () => {
  it('accept no generation', async () => {
    expect(await lateDeployedOtpKeyRing(OFF).generation(1)).toBeUndefined();
  });

  it('publish nothing and sign nothing', async () => {
    const signer = lateDeployedProofSigner(OFF);
    expect(await signer.publicKeys()).toEqual([]);
    await expect(signer.keyId()).rejects.toThrow('one-time codes are off');
    await expect(signer.sign('input')).rejects.toThrow('one-time codes are off');
  });
});
