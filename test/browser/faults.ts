// What no page may do, whatever is tested on it: break its own security policy, ask another origin, log or throw an error.
import type { BrowserContext, ConsoleMessage, Response } from 'playwright-core';

/** Marks an answer that the test gave in the service's place. */
export const PLAYED = { 'x-played': 'yes' };

/** Fills as the pages of `context` go; empty is good. */
export const watchFaults = async (context: BrowserContext, origin: string): Promise<readonly string[]> => {
  const faults: string[] = [];
  context.on('console', (message) => {
    if (isFault(message)) faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (error) => faults.push(`script: ${error.error().stack ?? error.error().message}`));
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:') faults.push(`asked elsewhere: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 400 && !isExpected(response)) faults.push(`${response.status()}: ${response.url()}`);
  });
  // Not every violation is written to the console, and none tells there which directive it broke.
  await context.exposeBinding('tellViolation', (_source, text: string) => faults.push(`policy: ${text}`));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
      const { tellViolation } = window as unknown as { tellViolation: (text: string) => void };
      tellViolation(`${violatedDirective} ${blockedURI} ${sample}`);
    });
  });
  return faults;
};

const isFault = (message: ConsoleMessage): boolean => {
  if (message.type() !== 'error' && message.type() !== 'warning') return false;
  // The browser's own note of an answer of 400 and more, which `isExpected` judges.
  return !/^Failed to load resource: the server responded with a status of \d/.test(message.text());
};

/** What a script asked for may be refused; a page or a file of it may not be missing. */
const isExpected = (response: Response): boolean =>
  response.request().resourceType() === 'fetch' && (response.status() < 500 || 'x-played' in response.headers());
