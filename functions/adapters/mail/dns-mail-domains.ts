// Asks DNS whether a domain takes mail (RFC 5321, section 5.1): an MX record, or else an address record.
import type { Resolver } from 'node:dns/promises';
import type { MailDomains } from '#domain/ports.ts';
import { memoise } from '../memoise.ts';

/** Of a resolver only what is asked. */
export type MailResolver = Pick<Resolver, 'resolveMx' | 'resolve4' | 'resolve6'>;

/** Answers of a name server that say for certain that there is nothing. Anything else is trouble on the way. */
const NOTHING: ReadonlySet<string> = new Set(['ENOTFOUND', 'ENODATA']);

/** Each domain is asked for once per process, and again after trouble with DNS, which never holds a mail back. */
export const createDnsMailDomains = (resolver: MailResolver): MailDomains => {
  const takesMail = memoise(async (domain: string): Promise<boolean> => {
    const exchangers = await found(() => resolver.resolveMx(domain));
    // A null MX (RFC 7505) says that the domain takes no mail.
    if (exchangers) return exchangers.some(({ exchange }) => exchange !== '' && exchange !== '.');
    const addresses = await Promise.all([
      found(() => resolver.resolve4(domain)),
      found(() => resolver.resolve6(domain)),
    ]);
    return addresses.some((answer) => answer !== undefined);
  });
  return { mayTakeMail: (domain) => takesMail(domain).catch(() => true) };
};

/** `undefined` if there is nothing for certain; throws what is trouble. */
const found = async <Value>(ask: () => Promise<Value>): Promise<Value | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (NOTHING.has((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
};
