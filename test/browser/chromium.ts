// Which Chromium of this machine is used: the one that CHROMIUM names, or else the first of the usual names on PATH.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type BrowserServer, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Its path; `undefined` where there is none. Throws if CHROMIUM names what cannot be run. */
export const findChromium = (): string | undefined => {
  const wanted = process.env['CHROMIUM'];
  if (wanted) {
    if (!isProgram(wanted)) throw new Error(`CHROMIUM: ${wanted} is no program`);
    return wanted;
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
};

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** One process for all tests: each file connects to it and opens its own contexts. */
export const startChromium = (executablePath: string): Promise<BrowserServer> =>
  chromium.launchServer({
    executablePath,
    host: '127.0.0.1',
    // Same colours and fonts on every machine, and no network requests by the browser itself.
    args: ['--force-color-profile=srgb', '--font-render-hinting=none', '--disable-background-networking'],
  });
