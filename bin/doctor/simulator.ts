// The mailbox simulator of SES: addresses that cost no reputation. https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
const SIMULATOR = /^(success|bounce|complaint)(\+[^@]+)?@simulator\.amazonses\.com$/;

/** What the simulator does with a mail to the address. */
export type SimulatedOutcome = 'success' | 'bounce' | 'complaint';

export const isSimulator = (address: string): boolean => SIMULATOR.test(address);

/** `undefined` for an address outside the simulator. */
export const outcomeOf = (address: string): SimulatedOutcome | undefined =>
  SIMULATOR.exec(address)?.[1] as SimulatedOutcome | undefined;
