import { expect, it } from 'vitest';
import { referenceOf } from '#domain/delivery/mail.ts';
import { ID } from '../../support/builders.ts';

it('a mail shows the last four characters of its id, so that two mails of one minute differ', () => {
  expect(referenceOf(ID)).toBe(ID.slice(22));
  expect(referenceOf(ID)).toHaveLength(4);
});
