// What an operator is told of a mail server: each note says something, and where it stands.
import { expect, it } from 'vitest';
import { SMTP_NOTE, SMTP_PRESETS } from '#domain/delivery/smtp-presets.ts';

const notes = [SMTP_NOTE, ...Object.values(SMTP_PRESETS).flatMap((preset) => [...preset.notes])];

it.each(notes)('a note has a page that it is taken from: $source', ({ text, source }) => {
  expect(text).toMatch(/^\S.*\.$/);
  expect(URL.canParse(source)).toBe(true);
  expect(source).toMatch(/^https:/);
});
