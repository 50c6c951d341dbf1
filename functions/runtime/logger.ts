// Structured lines on standard output, one per event, each with the id of the request it belongs to.
import { AsyncLocalStorage } from 'node:async_hooks';
import { EVENTS } from '../domain/events.ts';
import type { RequestLog } from '../domain/ports.ts';

/** `write` gets one whole line. Under Lambda that is `process.stdout.write`; `console` would wrap it. */
export const createLogger = (write: (line: string) => unknown): RequestLog => {
  const requests = new AsyncLocalStorage<string>();
  return {
    write(event, fields = {}) {
      const requestId = requests.getStore();
      const line = { level: EVENTS[event], event, at: new Date().toISOString(), requestId, ...fields };
      write(`${JSON.stringify(line)}\n`);
    },
    during: (requestId, work) => requests.run(requestId, work),
  };
};
