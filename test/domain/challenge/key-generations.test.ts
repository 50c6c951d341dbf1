// The labels in the rows of challenges: those of one-time codes can be taken for no label of the accounts.
import { describe, expect, it } from 'vitest';
import { isOtpGeneration, newGeneration, otpGenerations } from '#domain/challenge/key-generations.ts';
import { PURPOSES } from '#domain/purpose.ts';
import { testSettings } from '../../support/service.ts';

const settings = {
  ...testSettings,
  masterKeys: { accepted: [255, 0], current: 255 },
  otpKeys: { accepted: [0, 1, 255], current: 1 },
};

describe('the generation of a new challenge', () => {
  it.each(PURPOSES.filter((purpose) => purpose !== 'otp'))('for %s is the current one of the accounts', (purpose) => {
    expect(newGeneration(settings, purpose)).toBe(255);
    expect(isOtpGeneration(newGeneration(settings, purpose))).toBe(false);
  });

  it('for a one-time code is the current one of its own', () => {
    expect(newGeneration(settings, 'otp')).toBe(257);
    expect(isOtpGeneration(257)).toBe(true);
  });
});

describe('the generations of one-time codes', () => {
  it('begin after the last label of the accounts', () => {
    expect(otpGenerations(settings)).toEqual([256, 257, 511]);
    expect(otpGenerations(settings).every(isOtpGeneration)).toBe(true);
    expect([0, 1, 255].some(isOtpGeneration)).toBe(false);
  });
});
