// The answer of Cloudflare's siteverify: https://developers.cloudflare.com/turnstile/get-started/server-side-validation/
import * as z from 'zod/mini';

export const SiteverifyAnswer = z.object({
  success: z.boolean(),
  'error-codes': z.optional(z.array(z.string())),
  hostname: z.optional(z.string()),
  action: z.optional(z.string()),
});
export type SiteverifyAnswer = z.infer<typeof SiteverifyAnswer>;
