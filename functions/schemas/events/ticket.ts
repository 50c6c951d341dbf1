// A ticket of the retry queue of events.
import * as z from 'zod/mini';
import type { EventTicket } from '#domain/audit/event.ts';
import { EVENT_TYPES, type EventType } from '#domain/audit/event-types.ts';

const text = z.string();

const Ticket = z.object({
  userId: text,
  id: text,
  row: z.exactOptional(
    z.looseObject({
      id: text,
      userId: text,
      at: z.int(),
      what: z.enum(EVENT_TYPES as readonly [EventType, ...EventType[]]),
      by: z.looseObject({
        kind: z.enum(['admin', 'user', 'system']),
        who: z.exactOptional(text),
        network: z.exactOptional(text),
      }),
      reason: z.exactOptional(text),
      act: z.exactOptional(text),
      data: z.exactOptional(z.record(text, z.union([text, z.number(), z.boolean()]))),
      expiresAt: z.int(),
    }),
  ),
});

/** `undefined` for a message that is no such ticket. */
export const readEventTicket = (body: string): EventTicket | undefined => {
  try {
    return Ticket.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
};
