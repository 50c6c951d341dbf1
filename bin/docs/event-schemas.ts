// docs/events/: a JSON Schema of each type of event.
import * as z from 'zod/mini';
import { EVENT_TYPES, type EventType } from '#domain/audit/event-types.ts';
import { eventSchema } from '#schemas/events/event.ts';

const fileOf = (type: EventType): string => {
  const { $schema, ...schema } = z.toJSONSchema(eventSchema(type), { io: 'input' });
  return `${JSON.stringify({ $schema, title: type, ...schema }, null, 2)}\n`;
};

/** By their paths. */
export const EVENT_SCHEMA_FILES: Readonly<Record<string, () => string>> = Object.fromEntries(
  EVENT_TYPES.map((type) => [`docs/events/${type}.json`, () => fileOf(type)]),
);
