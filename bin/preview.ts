// `npm run preview`: every mail in every language, theme and width on one page, to watch while editing a template.
import { writeFileSync } from 'node:fs';
import { readAppearance } from './preview/appearance.ts';
import { readArguments } from './preview/arguments.ts';
import { openBrowser } from './preview/open-browser.ts';
import { renderPreview } from './preview/page.ts';
import { startPreview } from './preview/server.ts';
import { UserError } from './user-error.ts';

const welcome = (url: string): string => `
The mails are at ${url}
Edit templates/email or the texts of the mails, and reload the page. Ctrl-C stops it.
`;

const serve = async (port: number, stage: string | undefined, opensBrowser: boolean): Promise<void> => {
  const preview = await startPreview(port, stage);
  const stop = async () => {
    await preview.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.write(welcome(preview.url));
  if (opensBrowser && process.stdout.isTTY) openBrowser(preview.url);
};

try {
  const { out, stage, port, opensBrowser } = readArguments(process.argv.slice(2), process.env);
  // Read here in any case, so that a faulty configuration shows at once and not with the first page.
  const appearance = readAppearance('cdk.json', stage);
  if (out === undefined) await serve(port, stage, opensBrowser);
  if (out === '-') process.stdout.write(renderPreview(appearance));
  if (out !== undefined && out !== '-') writeFileSync(out, renderPreview(appearance));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
