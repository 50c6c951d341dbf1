// Texts stay on this machine: they are kept in memory, and shown beside the mails.
import { randomUUID } from 'node:crypto';
import type { TextTransport } from '../../functions/domain/ports.ts';
import { type LocalMessage, linkAndCodeOf } from './local-message.ts';

export interface TextBox {
  readonly transport: TextTransport;
  messages(): readonly LocalMessage[];
}

export const createTextBox = (): TextBox => {
  const kept: LocalMessage[] = [];
  return {
    transport: {
      send: async ({ to, body }) => {
        const at = new Date().toISOString();
        kept.push({ channel: 'sms', to, subject: '', text: body, html: '', ...linkAndCodeOf(body), at });
        return { ok: true, messageId: randomUUID() };
      },
    },
    messages: () => kept,
  };
};
