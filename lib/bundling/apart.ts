// What a function loads late, bundled by itself. esbuild puts each module that a late file shares with the start into one more
// file, which the start then reads, too: 2 ms of 40. So these parts have their own copies of the few modules they need.
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { ROOT } from './options.ts';

interface Part {
  /** The file that imports it, from the root of the project. */
  readonly importer: string;
  /** As it imports it. */
  readonly path: string;
}

/** By the name of its file in a bundle, without extension. */
const PARTS: Readonly<Record<string, Part>> = {
  /** Asks the function of a team for claims. */
  claims: { importer: 'functions/runtime/aws/claims/claims.ts', path: './lambda.ts' },
  /** Asks whether a person solved the human check. */
  turnstile: { importer: 'functions/runtime/aws/human-check/human-check.ts', path: './turnstile.ts' },
  /** Asks whether a password has leaked. */
  leaked: { importer: 'functions/runtime/aws/passwords/leaked.ts', path: './range.ts' },
  /** The passwords that attackers try first. */
  words: { importer: 'functions/adapters/passwords/common-passwords.ts', path: './common-words.ts' },
  /** The numbering plan. */
  phone: { importer: 'functions/adapters/sms/phone-numbers.ts', path: './parse-phone-number.ts' },
  /** Verifies what authenticators sign. */
  passkeys: { importer: 'functions/adapters/passkeys/passkeys.ts', path: './verify.ts' },
  /** Compares passwords with hashes of other systems. */
  foreign: { importer: 'functions/adapters/passwords/foreign.ts', path: './verify-foreign.ts' },
};

const fileOf = (name: string): string => `./${name}.mjs`;

export const isApart = (path: string): boolean => Object.keys(PARTS).some((name) => path === fileOf(name));

/** The entry points of the parts whose files are among these imports. */
export const apartEntries = (imports: ReadonlySet<string>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(PARTS)
      .filter(([name]) => imports.has(fileOf(name)))
      .map(([name, { importer, path }]) => [name, join(ROOT, dirname(importer), path)]),
  );

export const apart: Plugin = {
  name: 'apart',
  setup: (build) => {
    for (const [name, part] of Object.entries(PARTS)) {
      const importer = join(ROOT, part.importer);
      build.onResolve({ filter: new RegExp(`^${part.path.replaceAll('.', '\\.')}$`) }, (found) =>
        found.importer === importer ? { path: fileOf(name), external: true } : undefined,
      );
    }
  },
};
