// Starts the one browser of the `browser` project. Without one it prints a warning, and the tests are skipped and counted.
import type { TestProject } from 'vitest/node';
import { findChromium, startChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Empty where there is no browser. */
    browserEndpoint: string;
  }
}

const setUp = async (project: TestProject): Promise<() => Promise<void>> => {
  const program = findChromium();
  if (program === undefined) {
    console.error(
      '\nNO BROWSER: install Chromium (apt install chromium) or set CHROMIUM. ALL BROWSER TESTS ARE SKIPPED.\n',
    );
    project.provide('browserEndpoint', '');
    return async () => undefined;
  }
  const server = await startChromium(program);
  project.provide('browserEndpoint', server.wsEndpoint());
  return () => server.close();
};

export default setUp;
