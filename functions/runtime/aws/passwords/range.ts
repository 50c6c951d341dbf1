// Asks Have I Been Pwned from a function.
import { createLeakedPasswords } from '#adapters/passwords/leaked-passwords.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { LeakedPasswords } from '#domain/ports/passwords.ts';
import type { EventLog } from '#domain/ports.ts';

export const leakedPasswordsBy = (log: EventLog): LeakedPasswords => createLeakedPasswords({ clock: systemClock, log });
