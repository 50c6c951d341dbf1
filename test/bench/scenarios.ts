// The first requests that the bench measures, each with the state of the database it finds.
import type { AnyFunctionName } from '#routes.ts';
import { apiEvent } from '../support/api-event.ts';
import { sesEvent } from '../support/ses-events.ts';
import { MESSAGE_ID } from './double/mailbox.ts';
import { EMAIL, get, PASSWORD, post, type Stage } from './stage.ts';

export interface Scenario {
  readonly title: string;
  readonly function: AnyFunctionName;
  /** Begins with empty tables, and leaves them as the request shall find them. The event to send. */
  readonly prepare: (stage: Stage) => Promise<object>;
  /** The status of an HTTP result; of other functions, that they ended well. */
  readonly answers: number | 'done';
}

/** In the form of a token of the first key, so that the function must ask for the key to refuse it. */
const JUNK_TOKEN = Buffer.alloc(80, 1).toString('base64url');

const signUp = async (stage: Stage): Promise<string> => {
  const { body } = await stage.post('/signup', { email: EMAIL, password: PASSWORD });
  return body.continuation;
};

/** A person with an account, logged in. */
const member = async (stage: Stage): Promise<{ accessToken: string; refreshToken: string }> => {
  const continuation = await signUp(stage);
  const { status, body } = await stage.post('/verify', { token: (await stage.deliverSignUp()).token, continuation });
  if (status !== 200) throw new Error(`the sign-up of the bench could not be verified: ${JSON.stringify(body)}`);
  return body;
};

export const SCENARIOS = {
  reset: {
    title: '`POST /reset`',
    function: 'reset',
    prepare: async () => apiEvent(post('/reset', { email: EMAIL })),
    answers: 202,
  },
  signup: {
    title: '`POST /signup`',
    function: 'signup',
    prepare: async () => apiEvent(post('/signup', { email: EMAIL, password: PASSWORD })),
    answers: 202,
  },
  'verify-junk': {
    title: '`POST /verify`, junk token',
    function: 'verify',
    prepare: async () => apiEvent(post('/verify', { token: JUNK_TOKEN })),
    answers: 400,
  },
  verify: {
    title: '`POST /verify`',
    function: 'verify',
    prepare: async (stage) => {
      const continuation = await signUp(stage);
      return apiEvent(post('/verify', { token: (await stage.deliverSignUp()).token, continuation }));
    },
    answers: 200,
  },
  login: {
    title: '`POST /login`',
    function: 'session',
    prepare: async (stage) => {
      await member(stage);
      return apiEvent(post('/login', { email: EMAIL, password: PASSWORD }));
    },
    answers: 200,
  },
  refresh: {
    title: '`POST /token/refresh`',
    function: 'session',
    prepare: async (stage) => {
      const { refreshToken } = await member(stage);
      return apiEvent(post('/token/refresh', { refreshToken }));
    },
    answers: 200,
  },
  me: {
    title: '`GET /me`',
    function: 'account',
    prepare: async (stage) => {
      const { accessToken } = await member(stage);
      return apiEvent(get('/me', { authorization: `Bearer ${accessToken}` }));
    },
    answers: 200,
  },
  otp: {
    title: '`POST /otp`',
    function: 'otp',
    prepare: async () => apiEvent(post('/otp', { channel: 'email', to: EMAIL })),
    answers: 202,
  },
  page: {
    title: 'A page, `GET /signup`',
    function: 'pages',
    prepare: async () => apiEvent(get('/signup')),
    answers: 200,
  },
  keys: {
    title: '`GET /.well-known/jwks.json`',
    function: 'pages',
    prepare: async () => apiEvent(get('/.well-known/jwks.json')),
    answers: 200,
  },
  courier: {
    title: 'courier, a sign-up mail by SES',
    function: 'courier',
    prepare: async (stage) => {
      await signUp(stage);
      return stage.pendingSignUp();
    },
    answers: 'done',
  },
  feedback: {
    title: 'feedback, a mail arrived',
    function: 'feedback',
    prepare: async (stage) => {
      await signUp(stage);
      const { challenge } = await stage.deliverSignUp();
      const tags = { purpose: 'signup', challenge, seq: '1' };
      return { detail: sesEvent('delivered', { to: EMAIL, messageId: MESSAGE_ID, tags }) };
    },
    answers: 'done',
  },
} as const satisfies Readonly<Record<string, Scenario>>;
export type ScenarioName = keyof typeof SCENARIOS;
