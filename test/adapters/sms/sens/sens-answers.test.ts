// What a refusal of SENS means, in every shape its words have been seen or documented in.
import { describe, expect, it } from 'vitest';
import { reasonOf } from '#adapters/sms/sens/sens-answers.ts';

const RECEIVER = 'The receiver(to) must be numeric and cannot exceed 25 characters.';

describe('a 400 of SENS', () => {
  it.each([
    ['a list', { status: 400, errors: [RECEIVER] }],
    ['one text', { status: 400, errors: RECEIVER }],
    ['a message', { status: 400, errorMessage: RECEIVER }],
    ['a list inside "error"', { error: { errors: [RECEIVER] } }],
    ['one text inside "error"', { error: { errors: RECEIVER } }],
    ['a message inside "error"', { error: { errorMessage: RECEIVER } }],
    ['"error" alone', { error: RECEIVER }],
  ])('whose words are %s is the recipient’s', (_shape, body) => {
    expect(reasonOf({ status: 400, isEmpty: false, body })).toBe('recipient_refused');
  });

  it('that names the sender too is the sender’s, because it can be corrected', () => {
    const errors = [RECEIVER, '발신번호가 등록되지 않았습니다.'];
    expect(reasonOf({ status: 400, isEmpty: false, body: { error: { errors } } })).toBe('sender_refused');
  });

  it.each([undefined, '', {}, { errors: 5 }, { error: { errors: { to: RECEIVER } } }])(
    'whose words cannot be read is the message’s: %j',
    (body) => {
      expect(reasonOf({ status: 400, isEmpty: false, body })).toBe('mail_refused');
    },
  );
});
