import { describe, expect, it } from 'vitest';
import {
  SES_ALARMS,
  SES_MODES,
  SES_PRODUCTION_ACCESS,
  SES_QUOTAS,
  SES_REPUTATION,
  SES_SUPPRESSION,
} from '#domain/delivery/ses-quotas.ts';
import { quotaNotes } from '../../lib/synth-notes.ts';

describe('SES facts', () => {
  it('knows the sandbox by its published numbers, and no number for production', () => {
    expect(SES_QUOTAS.sandbox).toMatchObject({
      mailsPer24Hours: 200,
      mailsPerSecond: 1,
      isForVerifiedRecipientsOnly: true,
    });
    expect(SES_QUOTAS.production).toMatchObject({
      mailsPer24Hours: undefined,
      mailsPerSecond: undefined,
      isForVerifiedRecipientsOnly: false,
    });
  });

  it('keeps rates as fractions, as the metrics of SES are', () => {
    expect(SES_REPUTATION.bounceRate).toMatchObject({ reviewFraction: 0.05, pauseFraction: 0.1 });
    expect(SES_REPUTATION.complaintRate).toMatchObject({ reviewFraction: 0.001, pauseFraction: 0.005 });
    expect(SES_ALARMS).toEqual({
      bounceRate: { warningFraction: 0.03, criticalFraction: 0.05 },
      complaintRate: { warningFraction: 0.0005, criticalFraction: 0.001 },
      dailyQuota: { warningFraction: 0.8, criticalFraction: 0.95 },
    });
  });

  it.each(['bounceRate', 'complaintRate'] as const)(
    'has alarms for the %s that fire before AWS reviews, and long before it pauses',
    (rate) => {
      expect(SES_ALARMS[rate].warningFraction).toBeLessThan(SES_REPUTATION[rate].reviewFraction);
      expect(SES_ALARMS[rate].criticalFraction).toBeLessThan(SES_REPUTATION[rate].pauseFraction);
    },
  );

  it('knows that a suppressed recipient is accepted, not sent and counted', () => {
    expect(SES_SUPPRESSION).toMatchObject({ isAcceptedBySes: true, isSent: false, countsTowardsQuota: true });
  });

  it('asks for production access with the mail type of SES v2', () => {
    expect(SES_PRODUCTION_ACCESS.mailType).toBe('TRANSACTIONAL');
    expect(SES_PRODUCTION_ACCESS.note.text).toContain(SES_PRODUCTION_ACCESS.consoleUrl);
  });
});

describe('quotaNotes', () => {
  it.each(SES_MODES)('gives %s sentences that end and name an AWS page, each once', (mode) => {
    const notes = quotaNotes(mode);
    expect(notes.length).toBeGreaterThan(2);
    expect(new Set(notes).size).toBe(notes.length);
    for (const note of notes) expect(note).toMatch(/\. https:\/\/docs\.aws\.amazon\.com\/ses\/\S+$/);
  });

  it('tells the sandbox its numbers, who gets mail and how to leave', () => {
    const notes = quotaNotes('sandbox').join('\n');
    expect(notes).toContain('200 mails in any 24 hours and 1 mail per second');
    expect(notes).toContain('80 % and 95 %');
    expect(notes).toContain('"sandboxRecipients"');
    expect(notes).toContain('mail type Transactional');
  });

  it('tells production that AWS grants its quota, when AWS intervenes and what suppression costs', () => {
    const notes = quotaNotes('production').join('\n');
    expect(notes).toContain('aws ses get-send-quota');
    expect(notes).toContain('mail type Transactional');
    expect(notes).toMatch(
      /at 5 % AWS reviews the account, at 10 % .* fire at several in a day beyond 3 %, and at 5 % of the account/,
    );
    expect(notes).toMatch(
      /at 0\.1 % AWS reviews the account, at 0\.5 % .* fire at several in a day beyond 0\.05 %, and at 0\.1 % of the account/,
    );
    expect(notes).toContain('still counts');
    expect(notes).not.toContain('sandboxRecipients');
  });
});
