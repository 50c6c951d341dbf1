// Which mails a suppressed address gets, and when its suppression ends.
import { describe, expect, it } from 'vitest';
import { isLiftedByLogIn, liveSuppression, SUPPRESSION_REASONS, stopsMail } from '#domain/delivery/suppression.ts';
import { NOTICE_KINDS, PURPOSES } from '#domain/purpose.ts';
import { DAY, NOW } from '../../support/builders.ts';

const suppressed = (reason: string) => ({ version: 'v1', reason, at: NOW });

describe('an address that complained', () => {
  it.each(NOTICE_KINDS)('gets the notice %s', (kind) => {
    expect(stopsMail(suppressed('complained'), kind)).toBe(false);
  });

  it.each(['signup', 'otp', 'email_change'] as const)('gets no mail for %s, which strangers can ask for', (purpose) => {
    expect(stopsMail(suppressed('complained'), purpose)).toBe(true);
  });

  it.each(['reset', 'login'] as const)('gets the mail for %s if its owner asked', (purpose) => {
    expect(stopsMail(suppressed('complained'), purpose)).toBe('unless_owner');
  });
});

describe.each(['bounced', 'by_hand', 'of another release'])('an address whose reason is %s', (reason) => {
  it.each([...PURPOSES, ...NOTICE_KINDS])('gets no mail for %s', (purpose) => {
    expect(stopsMail(suppressed(reason), purpose)).toBe(true);
  });
});

describe('a suppression', () => {
  it.each([
    ['bounced', 14 * DAY],
    ['lifted', 0],
  ])('that is %s ends after %d ms', (reason, milliseconds) => {
    expect(liveSuppression(suppressed(reason), NOW + milliseconds - 1)).toEqual(suppressed(reason));
    expect(liveSuppression(suppressed(reason), NOW + milliseconds)).toBeUndefined();
  });

  it.each(['complained', 'by_hand', 'of another release'])('that is %s does not end', (reason) => {
    expect(liveSuppression(suppressed(reason), NOW + 10_000 * DAY)).toEqual(suppressed(reason));
  });

  it('is lifted by a log-in if an event of SES caused it', () => {
    const lifted = SUPPRESSION_REASONS.filter((reason) => isLiftedByLogIn(suppressed(reason)));
    expect(lifted).toEqual(['bounced', 'complained']);
  });
});
