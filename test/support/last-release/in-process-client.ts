// The client of the test service, of this release or of the last one.
import type { TestService } from '../service.ts';
import { type Client, createMailbox } from './client.ts';

/** What both releases' test services have. */
export type AnyService = Pick<TestService, 'request' | 'deliver' | 'mails' | 'texts' | 'advance'>;

const AFTER_COOL_DOWN_SECONDS = 61;

export const createInProcessClient = (service: AnyService): Client => {
  const open = createMailbox();
  return {
    keepsSigningKeys: false,
    ask: ({ method = 'POST', path, body, accessToken }) =>
      service.request({
        method,
        path,
        ...(body && { body }),
        ...(accessToken && { headers: { authorization: `Bearer ${accessToken}` } }),
      }),
    mail: async (to, page) => {
      await service.deliver();
      const mails = service.mails.filter((mail) => mail.to === to);
      const found = open(to, mails, page);
      if (!found) throw new Error(`no new mail to ${to} for ${page ?? 'a code'}, of ${mails.length}`);
      return found;
    },
    text: async (to) => {
      await service.deliver();
      return /\d{6}/.exec(service.texts.findLast((text) => text.to === to)?.body ?? '')?.[0] ?? '';
    },
    passCoolDown: async () => service.advance(AFTER_COOL_DOWN_SECONDS),
  };
};
