// How many messages this machine keeps to be read: it runs for days, and nobody reads the thousandth.
export const MESSAGES_KEPT = 1000;

/** Removes the oldest from a list that only grows. */
export const keepNewest = (messages: unknown[]): void => {
  if (messages.length > MESSAGES_KEPT) messages.splice(0, messages.length - MESSAGES_KEPT);
};
