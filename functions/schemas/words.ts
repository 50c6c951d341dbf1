// Words of a team, in every language of its pages.
import * as z from 'zod/mini';
import { LOCALES } from '#domain/locale.ts';

/** Made when it is first needed: most stages have none. */
export const words = z.lazy(() => z.record(z.enum(LOCALES), z.string().check(z.minLength(1))));
