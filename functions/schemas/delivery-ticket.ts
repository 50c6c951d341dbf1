// A delivery ticket as it travels through the retry queues.
import * as z from 'zod/mini';
import type { DeliveryTicket } from '#domain/delivery/delivery.ts';

const Ticket = z.object({ pk: z.string(), id: z.string(), seq: z.int(), asks: z.exactOptional(z.literal('result')) });

/** `undefined` for a message that is not a delivery ticket. */
export const readTicket = (body: string): DeliveryTicket | undefined => {
  try {
    return Ticket.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
};
