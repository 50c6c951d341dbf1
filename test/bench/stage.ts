// Brings the double of AWS into the state that a request needs, through the handlers as they are deployed.
import { Resolver } from 'node:dns/promises';
import { type AnyFunctionName, routeOf } from '#routes.ts';
import { readMail } from '../../bin/local/mail/read-mail.ts';
import { apiEvent, lambdaContext, type TestRequest } from '../support/api-event.ts';
import type { AwsDouble } from './double/aws.ts';
import type { Item } from './double/table.ts';
import { functionVariables } from './environment.ts';

export const EMAIL = 'minji.kim@example.com';
export const PASSWORD = 'correct horse battery';
/** With the token in the query, the fragment or the path. */
const LINK = /\/verify[?#/](?:token=)?([\w-]{20,})/;
const PENDING = `signup#email:${EMAIL}`;

/** What tests read of an answer. */
export interface StageAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: read as clients do.
  readonly body: any;
}

export interface Stage {
  readonly post: (path: string, body: object) => Promise<StageAnswer>;
  /** The event of the table's stream for the sign-up that is pending. */
  readonly pendingSignUp: () => object;
  /** Runs the courier on that event. The token of the link in the mail that it sends, and the id that its tags name. */
  readonly deliverSignUp: () => Promise<{ readonly token: string; readonly challenge: string }>;
}

/** Changes the environment, the resolver and, while a handler runs, the standard output of this process. */
export const openStage = (aws: AwsDouble): Stage => {
  Object.assign(process.env, functionVariables(aws.plainUrl));
  Resolver.prototype.resolveMx = async (domain) => [{ exchange: `mx.${domain}`, priority: 10 }];

  const run = async (name: AnyFunctionName, event: object) => {
    const { handler } = await import(`../../functions/handlers/${name}.ts`);
    const write = process.stdout.write;
    process.stdout.write = () => true;
    try {
      return await handler(event, lambdaContext);
    } finally {
      process.stdout.write = write;
    }
  };
  const pendingRow = (): Item => {
    const row = aws.database.rowOf('Verifications', PENDING);
    if (!row) throw new Error('no sign-up is pending');
    return row;
  };
  const pendingSignUp = (): object => ({
    Records: [{ eventSource: 'aws:dynamodb', dynamodb: { SequenceNumber: '1', NewImage: pendingRow() } }],
  });
  return {
    post: async (path, body) => {
      const event = apiEvent(post(path, body));
      const name = routeOf(event.routeKey)?.function;
      if (!name) throw new Error(`no function answers ${path}`);
      const { statusCode, body: text } = await run(name, event);
      return { status: statusCode, body: JSON.parse(text) };
    },
    pendingSignUp,
    deliverSignUp: async () => {
      await run('courier', pendingSignUp());
      const raw = aws.mailbox.newest();
      const token = raw && LINK.exec((await readMail(raw)).text)?.[1];
      if (!token) throw new Error('the mail of the sign-up has no link');
      return { token, challenge: String(pendingRow()['id']?.['S']) };
    },
  };
};

/** A request as a browser sends it, without the cookies. */
const AS_BROWSER = { 'accept-language': 'ko-KR,ko;q=0.9,en;q=0.8', 'accept-encoding': 'gzip, deflate, br' };

export const get = (path: string, headers: Readonly<Record<string, string>> = {}): TestRequest => ({
  method: 'GET',
  path,
  headers: { ...AS_BROWSER, ...headers },
});
export const post = (path: string, body: object): TestRequest => ({
  method: 'POST',
  path,
  body,
  headers: AS_BROWSER,
});

export const signUpRequest = (): object => apiEvent(post('/signup', { email: EMAIL, password: PASSWORD }));
