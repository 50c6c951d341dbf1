// The JSON routes that the client calls, with the types of their fields and answers (docs/openapi.json).
import type { paths } from '../docs/client.d.ts';
import type { ApiError } from './problem.ts';

export type ApiResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ApiError };

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The functions and their routes. */
export const CALLS = {
  signUp: ['post', '/signup'],
  resend: ['post', '/signup/resend'],
  verify: ['post', '/verify'],
  verifyStatus: ['post', '/verify/status'],
  inspectLink: ['post', '/links/inspect'],
  logInWithPassword: ['post', '/login'],
  requestLogInMail: ['post', '/login/link'],
  confirmLogInMail: ['post', '/login/link/confirm'],
  beginPasskeyLogIn: ['post', '/login/passkey/options'],
  finishLogIn: ['post', '/login/second-factor'],
  logInWithPasskey: ['post', '/login/passkey'],
  requestReset: ['post', '/reset'],
  confirmReset: ['post', '/reset/confirm'],
  requestCode: ['post', '/otp'],
  checkCode: ['post', '/otp/check'],
  undoEmail: ['post', '/email/undo'],
  consents: ['get', '/consents'],
  profileFields: ['get', '/profile-fields'],
  me: ['get', '/me'],
  changeMe: ['patch', '/me'],
  deleteMe: ['delete', '/me'],
  changePassword: ['post', '/me/password'],
  changeEmail: ['post', '/me/email'],
  confirmEmail: ['post', '/me/email/confirm'],
  changePhone: ['post', '/me/phone'],
  confirmPhone: ['post', '/me/phone/confirm'],
  secondFactor: ['get', '/me/second-factor'],
  beginSecondFactor: ['post', '/me/second-factor/begin'],
  confirmSecondFactor: ['post', '/me/second-factor/confirm'],
  renewRecoveryCodes: ['post', '/me/second-factor/recovery-codes'],
  removeSecondFactor: ['delete', '/me/second-factor'],
  /** By pages: `next` of an answer is the `cursor` of the next call. */
  sessions: ['get', '/me/sessions'],
  endSession: ['delete', '/me/sessions/{id}'],
  endOtherSessions: ['delete', '/me/sessions'],
  passkeys: ['get', '/me/passkeys'],
  beginPasskey: ['post', '/me/passkeys/options'],
  addPasskey: ['post', '/me/passkeys'],
  renamePasskey: ['patch', '/me/passkeys'],
  removePasskey: ['delete', '/me/passkeys'],
  myConsents: ['get', '/me/consents'],
  answerConsents: ['put', '/me/consents'],
} as const satisfies Record<string, readonly [Method, keyof paths]>;

type Calls = typeof CALLS;
type OperationOf<Name extends keyof Calls> = paths[Calls[Name][1]] extends { [Key in Calls[Name][0]]: infer Found }
  ? Found
  : never;
/** Cookies are for pages of the service's own site. */
type WithoutCookies<Body> = Body extends unknown ? Omit<Body, 'credentials'> : never;
/** `unknown`: the operation has none. */
type BodyOf<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Body } } }
  ? Body
  : unknown;
type ValueOf<Operation> = Operation extends { responses: infer Responses }
  ? { [Status in keyof Responses & (200 | 202)]: JsonOf<Responses[Status]> }[keyof Responses & (200 | 202)]
  : never;
type JsonOf<Response> = Response extends { content: { 'application/json': infer Value } } ? Value : never;
type PartOf<Operation, Part extends 'path' | 'query'> = Operation extends {
  parameters: { [Key in Part]?: infer Fields };
}
  ? [Fields] extends [never]
    ? unknown
    : Fields
  : unknown;
/** Parameters of the path and of the query, and the fields of the body. */
type FieldsOf<Operation> = PartOf<Operation, 'path'> &
  PartOf<Operation, 'query'> &
  (unknown extends BodyOf<Operation> ? unknown : WithoutCookies<BodyOf<Operation>>);
type ArgumentsOf<Fields> = unknown extends Fields ? [] : object extends Fields ? [fields?: Fields] : [fields: Fields];

/** The proof of the owner: without a password, a log-in of the last 5 minutes is one. */
export interface OwnerProof {
  readonly password?: string;
}

export type Api = {
  readonly [Name in keyof Calls]: (
    ...fields: ArgumentsOf<FieldsOf<OperationOf<Name>>>
  ) => Promise<ApiResult<ValueOf<OperationOf<Name>>>>;
} & {
  /** Ends all sessions of the account, also on the hosted pages; a log-in on the pages needs the scope `account` for it. */
  logOutEverywhere(proof?: OwnerProof): Promise<ApiResult<{ readonly status: 'logged_out' }>>;
};

/** They need a proof of the owner. */
export const PROVES: readonly string[] = [
  'delete /me',
  'delete /me/sessions',
  'delete /me/sessions/{id}',
  'post /me/email',
  'post /me/phone',
];
