// Asks DNS whether a domain accepts mail (RFC 5321, section 5.1): it needs an MX record, or else an address record.
import type { Resolver } from 'node:dns/promises';
import type { MailDomains } from '#domain/ports/delivery.ts';
import { memoise } from '../memoise.ts';

/** The part of the DNS resolver that is used here. */
export type MailResolver = Pick<Resolver, 'resolveMx' | 'resolve4' | 'resolve6'>;

/** Error codes which mean that the record certainly does not exist. Any other error is a DNS failure. */
const NOTHING: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/** Asks once per domain and process. After a DNS failure it asks again; a DNS failure never holds back a mail. */
export const createDnsMailDomains = (resolver: MailResolver): MailDomains => {
  const takesMail = memoise(async (domain: string): Promise<boolean> => {
    const exchangers = await found(() => resolver.resolveMx(domain));
    // A null MX record (RFC 7505) says that the domain accepts no mail.
    if (exchangers) return exchangers.some(({ exchange }) => exchange !== '' && exchange !== '.');
    const addresses = await Promise.all([
      found(() => resolver.resolve4(domain)),
      found(() => resolver.resolve6(domain)),
    ]);
    return addresses.some((answer) => answer !== undefined);
  });
  return { mayTakeMail: (domain) => takesMail(domain).catch(() => true) };
};

/** `undefined` if the record certainly does not exist. Throws on any other DNS failure. */
const found = async <Value>(ask: () => Promise<Value>): Promise<Value | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (NOTHING.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
};
