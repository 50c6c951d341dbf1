// What an operator should know of the limits of the transports they chose, said at synth.
import { SMTP_NOTE, SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';
import type { StageConfig } from './config/stage-config.ts';
import { type QuotaNote, quotaNotes } from './ses-quotas.ts';
import { SENS_NOTES, SNS_NOTES } from './sms-notes.ts';

type Chosen = Pick<StageConfig, 'sesMode' | 'usesSes' | 'smtp' | 'texts'>;

/** Sentences with their source, by the name their annotations get. */
export const notesOf = ({ sesMode, usesSes, smtp, texts }: Chosen): Readonly<Record<string, readonly string[]>> => ({
  'ses-quota': usesSes ? quotaNotes(sesMode) : [],
  smtp: smtp ? [...(smtp.preset ? SMTP_PRESETS[smtp.preset].notes : []), SMTP_NOTE].map(toSentence) : [],
  sens: texts.sens ? SENS_NOTES.map(toSentence) : [],
  sns: texts.sns ? SNS_NOTES.map(toSentence) : [],
});

const toSentence = ({ text, source }: QuotaNote): string => `${text} ${source}`;
