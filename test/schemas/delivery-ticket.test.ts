// A delivery ticket as the queue brings it: exactly the names of a delivery, or nothing.
import { describe, expect, it } from 'vitest';
import { readTicket } from '#schemas/delivery-ticket.ts';
import { ID } from '../support/builders.ts';

const TICKET = { pk: 'signup#email:a@example.com', id: ID, seq: 2 };

describe('a ticket', () => {
  it('is read from the text of a message', () => {
    expect(readTicket(JSON.stringify(TICKET))).toEqual(TICKET);
  });

  it('keeps its names only, whatever else a message holds', () => {
    expect(readTicket(JSON.stringify({ ...TICKET, data: { passwordHash: 'x' } }))).toEqual(TICKET);
  });

  it.each([
    '',
    'text',
    '{',
    'null',
    '[]',
    '{}',
    JSON.stringify([TICKET]),
    JSON.stringify({ ...TICKET, seq: '2' }),
    JSON.stringify({ ...TICKET, seq: 1.5 }),
    JSON.stringify({ ...TICKET, id: 5 }),
    JSON.stringify({ ...TICKET, pk: undefined }),
  ])('is not read from %s, and nothing is thrown', (body) => {
    expect(readTicket(body)).toBeUndefined();
  });
});
