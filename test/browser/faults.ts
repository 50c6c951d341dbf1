// Faults that fail every test of a page: breaking its own security policy, requests to another origin, logged or thrown errors.
import type { BrowserContext, ConsoleMessage, Response } from 'playwright-core';

/** Marks an answer that the test mocked. */
export const PLAYED = { 'x-played': 'yes' };

/** Collects faults while the pages of `context` run. Empty is good. */
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
  // The console does not show every violation, and never the directive.
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

/** A request by a script may be refused, but no page or file may be missing. */
const isExpected = (response: Response): boolean =>
  response.request().resourceType() === 'fetch' && (response.status() < 500 || 'x-played' in response.headers());
