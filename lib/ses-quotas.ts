// Gives synth the SES facts the functions use, and the sentences an operator reads at synth.
import { SES_QUOTAS, type SesMode } from '#domain/delivery/ses-quotas.ts';

export * from '#domain/delivery/ses-quotas.ts';

/** What `sesMode` means for the operator and what to do next, one annotation each, with its source. */
export const quotaNotes = (sesMode: SesMode): string[] =>
  SES_QUOTAS[sesMode].notes.map(({ text, source }) => `${text} ${source}`);
