// When a page first paints, beside a page of one sentence that comes from this process too.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';

export interface BarePage {
  readonly url: string;
  close(): Promise<unknown>;
}

export const serveBarePage = async (): Promise<BarePage> => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end('<!doctype html><html lang="ko"><title>x</title><p>안녕하세요</p>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => new Promise((resolve) => server.close(resolve)) };
};

/** The first contentful paint. Milliseconds since the address was opened. */
export const paintOn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const tell = (list: PerformanceObserverEntryList) => {
          const entry = list.getEntriesByName('first-contentful-paint')[0];
          if (entry) resolve(entry.startTime);
        };
        new PerformanceObserver(tell).observe({ type: 'paint', buffered: true });
      }),
  );
