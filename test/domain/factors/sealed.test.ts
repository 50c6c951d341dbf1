import { describe, expect, it } from 'vitest';
import { parseEnrolment, sealEnrolment } from '#domain/factors/enrolment.ts';
import { isSealedBy, parseSealed, SEALED_MAXIMUM_LENGTH, seal } from '#domain/factors/sealed.ts';
import { isTicketOver, parseTicket, sealTicket } from '#domain/factors/ticket.ts';
import { AUTHENTICATION_METHODS } from '#domain/session/session.ts';
import { ID, keysOf, MINUTE, NOW } from '../../support/builders.ts';

const KEYS = keysOf(1);
const USER = { id: 'u'.repeat(64), epoch: 'epoch-of-12c' };

describe('a sealed text', () => {
  const sealed = seal(KEYS, 'ticket', NOW, ['one', 'two']);

  it('is read as it was sealed, by its use alone', () => {
    expect(parseSealed('ticket', sealed)).toEqual({ generation: 1, issuedAt: NOW, values: ['one', 'two'] });
    expect(parseSealed('enrolment', sealed)).toBeUndefined();
    expect(isSealedBy(KEYS, sealed)).toBe(true);
  });

  it('is not believed with one character changed, left out or added', () => {
    for (let index = 0; index <= sealed.length; index++) {
      const another = sealed[index] === 'A' ? 'B' : 'A';
      const forged = [
        `${sealed.slice(0, index)}${another}${sealed.slice(index + 1)}`,
        `${sealed.slice(0, index)}${another}${sealed.slice(index)}`,
      ];
      for (const text of forged) expect(parseSealed('ticket', text) && isSealedBy(KEYS, text)).not.toBe(true);
    }
    expect(isSealedBy(KEYS, `${sealed}.`)).toBe(false);
  });

  it('is not believed by the keys of another generation', () => {
    expect(isSealedBy(keysOf(2), sealed)).toBe(false);
  });

  it.each(['', '.', 'a.b', 'e30.x', Buffer.from('["ticket"]').toString('base64url'), 'x'.repeat(600)])(
    'is not in %j',
    (text) => {
      expect(parseSealed('ticket', text)).toBeUndefined();
    },
  );
});

describe('a ticket', () => {
  it('names the account, its epoch and the methods, for ten minutes', () => {
    const ticket = sealTicket(KEYS, USER, ['pwd'], NOW);
    const { id: userId, epoch } = USER;
    expect(parseTicket(ticket)).toEqual({ generation: 1, issuedAt: NOW, userId, epoch, amr: ['pwd'] });
    expect(isTicketOver({ issuedAt: NOW }, NOW + 10 * MINUTE - 1)).toBe(false);
    expect(isTicketOver({ issuedAt: NOW }, NOW + 10 * MINUTE)).toBe(true);
  });

  it('is never too long to come back', () => {
    expect(sealTicket(KEYS, USER, AUTHENTICATION_METHODS, NOW).length).toBeLessThan(SEALED_MAXIMUM_LENGTH);
  });

  it('is no enrolment, and an enrolment no ticket', () => {
    expect(parseEnrolment(sealTicket(KEYS, USER, [], NOW), USER, NOW)).toBeUndefined();
    expect(parseTicket(sealEnrolment(KEYS, ID, USER, NOW))).toBeUndefined();
  });
});

describe('an enrolment', () => {
  const enrolment = sealEnrolment(KEYS, ID, USER, NOW);

  it('is of its account and epoch alone, for fifteen minutes', () => {
    expect(parseEnrolment(enrolment, USER, NOW + 15 * MINUTE - 1)).toEqual({ id: ID, generation: 1 });
    expect(parseEnrolment(enrolment, USER, NOW + 15 * MINUTE)).toBeUndefined();
    expect(parseEnrolment(enrolment, { ...USER, id: 'another' }, NOW)).toBeUndefined();
    expect(parseEnrolment(enrolment, { ...USER, epoch: 'another' }, NOW)).toBeUndefined();
  });
});
