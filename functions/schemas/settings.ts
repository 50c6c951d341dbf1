// Parses what a deployment is told about itself. Faults are listed all at once and name keys, never values.
import * as z from 'zod/mini';
import { DEFAULTS } from '../domain/defaults.ts';
import type { Settings } from '../domain/settings.ts';

const positive = z.int().check(z.gte(1));
const label = z.int().check(z.gte(0), z.lte(255));
/** Numbers left out keep their default. */
const numbers = <Name extends string>(defaults: Readonly<Record<Name, number>>) => {
  const entries = Object.entries<number>(defaults).map(([name, value]) => [name, z._default(positive, value)] as const);
  const shape = Object.fromEntries(entries) as Record<Name, z.ZodMiniDefault<typeof positive>>;
  return z.prefault(z.strictObject(shape), {} as never);
};

const SettingsSchema = z.strictObject({
  stage: z.string(),
  issuer: z.url({ protocol: /^https?$/ }).check(z.refine((url) => !url.endsWith('/'), 'must not end in "/"')),
  audience: z.string().check(z.minLength(1)),
  allowedOrigins: z.array(z.string()),
  brand: z.strictObject({
    name: z.string().check(z.minLength(1), z.maxLength(40)),
    color: z.string().check(z.regex(/^#[0-9a-f]{6}$/i, 'must be #rrggbb')),
    supportAddress: z.exactOptional(z.string()),
    appUrl: z.exactOptional(z.url({ protocol: /^https?$/ })),
  }),
  senderEmail: z.string(),
  masterKeys: z
    .strictObject({ accepted: z.array(label), current: label })
    .check(z.refine(({ accepted, current }) => accepted.includes(current), 'accepted must include current')),
  lifetimes: numbers(DEFAULTS.lifetimes),
  limits: numbers(DEFAULTS.limits),
});

/** What may be left out of the JSON: lifetimes and limits, wholly or in part. */
export type SettingsInput = z.input<typeof SettingsSchema>;

export const parseSettings = (input: unknown): Settings => {
  const parsed = SettingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || '(all)'}: ${issue.message}`);
  throw new Error(`the settings are wrong at ${faults.join('; ')}`);
};
