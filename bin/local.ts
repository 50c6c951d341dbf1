// `npm start`: the whole service on localhost. Prints where it is and how to try it; Ctrl-C stops everything at once.
import { resolve } from 'node:path';
import { readClaimsFunction } from './local/claims-function.ts';
import { readClients, readMail, readPort, readTrustedCallers } from './local/environment.ts';
import type { LocalService } from './local/options.ts';
import { readLocalStage, readStageName } from './local/stage/stage.ts';
import { startLocal } from './local/start.ts';
import type { LocalWebhook } from './local/webhooks/local-webhooks.ts';
import { readWebhooks } from './local/webhooks/read-webhooks.ts';
import { UserError } from './user-error.ts';

const welcome = (
  { url, adminKey, mails, clockAhead, solveUrl }: LocalService,
  stage: string,
  claims: string,
  hooks: string,
): string => `
Latchkey is running with stage "${stage}" of cdk.json.
  Open this      ${url}/_local (mails, codes, clock, every page)
  API and pages  ${url}/signup (and /login, /reset)
  OpenID Connect ${url} (client "local", no secret, redirect to http://localhost:<any port>/callback)
  Administration POST ${url}/admin/users/find with the header "x-admin-key: ${adminKey}"
${claims}${hooks}${humanLine(solveUrl)}${mails === undefined ? '' : `  Mails          ${mails}\n`}${clockAhead === 0 ? '' : moved(url, clockAhead)}
Try it:
  curl -s ${url}/signup -H 'content-type: application/json' -d '{"email":"me@example.com","password":"correct horse battery"}'
  curl -s ${url}/_local/messages
  curl -s ${url}/verify -H 'content-type: application/json' -d '{"token":"<from the link>","password":"correct horse battery"}'
  curl -s ${url}/login -H 'content-type: application/json' -d '{"email":"me@example.com","password":"correct horse battery"}'

Ctrl-C stops it.
`;

/** A stage's function is on AWS, and is not called from here. */
const claimsLine = (arn: string | undefined): string => {
  const file = process.env['CLAIMS'];
  if (file) return `  Claims         asked of ${file}${arn === undefined ? '' : ', in place of claims.functionArn'}\n`;
  return arn === undefined
    ? ''
    : '  Claims         without claims.functionArn: run its file with CLAIMS=./claims.mjs\n';
};

/** Without a secret of one's own nothing is posted: the endpoints of a stage may be those of production. */
const webhooksLine = (webhooks: readonly LocalWebhook[], stage: readonly object[]): string => {
  if (webhooks.length > 0) return webhooks.map(({ name, url }) => `  Webhook        ${name}: ${url}\n`).join('');
  return stage.length === 0
    ? ''
    : '  Webhooks       not posted: set WEBHOOK_SECRET, and WEBHOOK_URL to post to this machine\n';
};

/** The pages solve the check themselves; with curl a sign-up needs a token of it. */
const humanLine = (solveUrl: string | undefined): string =>
  solveUrl === undefined
    ? ''
    : `  Human check    on this machine, Cloudflare is not asked. A humanToken for curl: curl -s -X POST '${solveUrl}'\n`;

const moved = (url: string, clockAhead: number): string => `
The clock is ${Math.ceil(clockAhead / 60_000)} minutes ahead of this machine, as you left it. Back ends that check tokens refuse them until it is reset:
  curl -s ${url}/_local/clock -H 'content-type: application/json' -d '{"reset":true}'
`;

// The log may go to a full disk. The service goes on without it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  const stage = readLocalStage('cdk.json', readStageName(process.argv.slice(2)));
  const claimsFunction = await readClaimsFunction(process.env);
  const webhooks = readWebhooks(process.env, stage.webhooks);
  const service = await startLocal({
    stage: stage.name,
    settingsFor: stage.settingsFor,
    anyLocalPort: true,
    port: readPort(process.env, 'PORT', 3000),
    mail: readMail(process.env),
    trustedCallers: readTrustedCallers(process.env),
    clients: readClients(process.env),
    ...(claimsFunction && { claimsFunction }),
    webhooks,
    dataFolder: resolve(process.env['DATA_DIR'] || '.latchkey'),
    writeLog: (line) => process.stdout.write(line),
    tell: (line) => process.stderr.write(`${line}\n`),
  });
  const stop = async () => {
    await service.stop();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.write(
    welcome(service, stage.name, claimsLine(stage.claimsFunctionArn), webhooksLine(webhooks, stage.webhooks)),
  );
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
