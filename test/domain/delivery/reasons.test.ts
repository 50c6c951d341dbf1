// The words of each reason, for the log, the doctor and the documents; and that a reason ends as the code ends it.
import { describe, expect, it } from 'vitest';
import type { Delivery } from '#domain/delivery/delivery.ts';
import { applyFeedback, FEEDBACK_KINDS } from '#domain/delivery/feedback.ts';
import {
  ADVICE,
  ADVICE_IN_KOREAN,
  adviceOn,
  DELIVERY_REASONS,
  type DeliveryReason,
  ENDS_AS,
} from '#domain/delivery/reasons.ts';
import { ADDRESS, ID, NOW, SECOND } from '../../support/builders.ts';

const REASONS = Object.keys(DELIVERY_REASONS) as DeliveryReason[];

describe.each(REASONS)('%s', (reason) => {
  it.each([
    ['English', ADVICE, /^[\x20-\x7e]+$/],
    ['Korean', ADVICE_IN_KOREAN, /[가-힣]/],
  ] as const)(
    'has a meaning and a next step in %s, on one line and without a dot at the end',
    (_name, advice, letters) => {
      expect(advice[reason]).toHaveLength(2);
      for (const part of advice[reason]) {
        expect(part).toMatch(letters);
        expect(part).toMatch(/^\S[^\n|`]*[^\s.]$/);
      }
    },
  );

  it('asks something of the operator whom it calls, and the same in both languages', () => {
    const asksNothing = /^Nothing to do/.test(ADVICE[reason][1]);
    if (DELIVERY_REASONS[reason].attention === 'operator') expect(asksNothing).toBe(false);
    expect(/^할 일은 없습니다/.test(ADVICE_IN_KOREAN[reason][1])).toBe(asksNothing);
  });
});

it('is said in one line, in English unless asked otherwise', () => {
  expect(adviceOn('quota_exceeded')).toBe('The 24-hour quota is used up. Request a higher quota, or wait.');
  expect(adviceOn('quota_exceeded', ADVICE_IN_KOREAN)).toBe(
    '24시간 한도를 다 썼습니다. 더 높은 한도를 요청하거나 기다리세요.',
  );
});

it.each(FEEDBACK_KINDS)('ends as the event %s makes it end', (kind) => {
  const sent: Delivery = { status: 'sent', seq: 1, messageId: 'm', at: NOW, tries: 0 };
  const event = { kind, address: ADDRESS, messageId: 'm', purpose: 'signup', id: ID, seq: 1, at: NOW + SECOND };
  const { status, reason } = applyFeedback(sent, event) ?? sent;
  if (reason) expect(ENDS_AS[reason]).toBe(status);
  else expect(status).toBe('delivered');
});
