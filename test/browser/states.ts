// Every state of a page, and how to reach it. Refusals are mocked in the service's own words: the real ones are tested
// elsewhere, and some take hours.
import { SITE_KEY } from '../support/human.ts';

/** The service's answer to a POST, by its path. */
interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
type Answers = Readonly<Record<string, Answer>>;

export interface State {
  readonly name: string;
  readonly path: string;
  /** The forms to send one after the other; their fields are filled in unless `isEmpty`. */
  readonly forms?: readonly string[];
  readonly isEmpty?: true;
  /** Whether somebody logged in in this browser before. */
  readonly isLoggedIn?: true;
  /** The buttons to press before the forms, by selector. */
  readonly buttons?: readonly string[];
  /** The buttons to press after the forms, by id. */
  readonly presses?: readonly string[];
  readonly answers?: Answers;
  /** What comes of the human check that the last form leads to, and the answer to a request with its token. */
  readonly human?: { readonly is: 'shown' | 'pressed' | 'blocked'; readonly answer?: Answer };
  /** The same for a GET. */
  readonly reads?: Answers;
}

/** As long as real addresses get. */
export const ADDRESS = 'a.person.with-quite-a-long-name+newsletters@department.example-company.co.kr';
const TOKEN = 'A'.repeat(24);

const SENT = { status: 202, body: { status: 'sent', address: ADDRESS, expiresInSeconds: 1800, resendInSeconds: 60 } };
const LOGGED_IN = {
  status: 200,
  body: { accessToken: 'x', tokenType: 'Bearer', expiresInSeconds: 900, user: { email: ADDRESS } },
};
const INSPECTED = {
  status: 200,
  body: { purpose: 'login', address: 'a***@department.example-company.co.kr', expiresInSeconds: 600 },
};
const SUPPRESSED = {
  status: 200,
  body: { ...LOGGED_IN.body, user: { email: ADDRESS, locale: 'ko', profile: {}, mailSuppressed: true } },
};
const RESUMED = {
  status: 200,
  body: { ...LOGGED_IN.body, user: { email: ADDRESS, locale: 'ko', profile: {}, mailResumed: true } },
};
const refused = (status: number, code: string, more: Readonly<Record<string, unknown>> = {}) => ({
  status,
  body: { type: 'about:blank', title: code, status, code, ...more },
});
const WRONG_CODE = refused(401, 'code_mismatch', { attemptsLeft: 2 });
const LOCKED = refused(429, 'too_many_requests', { reason: 'code_locked', retryAfterSeconds: 5000 });
const SECOND_FACTOR = refused(401, 'second_factor_required', { ticket: 'x' });
const PASSWORD_REQUIRED = refused(401, 'password_required');

/** On a page that asks for a person. Another key than the widget's makes the widget fail. */
const humanStates = (path: string, form: string, action: string, answer: Answer): State[] => {
  const asked = (siteKey: string) => ({
    [`/${action}`]: refused(403, 'human_check_required', { reason: 'missing', siteKey, action: action.split('/')[0] }),
  });
  const state = (name: string, is: 'shown' | 'pressed' | 'blocked', siteKey = SITE_KEY) =>
    of(path, `human check, ${name}`, { forms: [form], answers: asked(siteKey), human: { is, answer } });
  return [
    state('waits for the person', 'shown'),
    state('solved', 'pressed'),
    state('failed', 'pressed', `${SITE_KEY}x`),
    state('script out of reach', 'blocked'),
  ];
};

/** The outcomes of a link besides success. */
const ENDINGS = [
  refused(400, 'invalid_token'),
  refused(410, 'expired'),
  refused(410, 'superseded'),
  refused(410, 'already_used'),
];

const endings = (page: string, form: string, route: string, more = ENDINGS): State[] =>
  more.map((answer) => ({
    name: `/${page}: ${answer.body['code']}`,
    path: `/${page}?${TOKEN}`,
    forms: [form],
    answers: { [route]: answer },
  }));

const of = (path: string, name: string, rest: Omit<State, 'name' | 'path'>): State => ({
  name: `${path}: ${name}`,
  path,
  ...rest,
});

const SIGN_UP: readonly State[] = [
  of('/signup', 'form', {}),
  of('/signup', 'empty fields', { forms: ['signup-form'], isEmpty: true }),
  of('/signup', 'weak password', {
    forms: ['signup-form'],
    answers: { '/signup': refused(422, 'weak_password', { reason: 'common' }) },
  }),
  of('/signup', 'too many', {
    forms: ['signup-form'],
    answers: { '/signup': refused(429, 'too_many_requests', { reason: 'network', retryAfterSeconds: 90 }) },
  }),
  of('/signup', 'mail sent', { forms: ['signup-form'], answers: { '/signup': SENT } }),
  ...humanStates('/signup', 'signup-form', 'signup', SENT),
];

const VERIFY: readonly State[] = [
  of('/verify', 'mail', {}),
  of('/verify', 'empty code', { forms: ['confirm-form'], isEmpty: true }),
  of('/verify', 'wrong code', { forms: ['confirm-form'], answers: { '/verify': WRONG_CODE } }),
  of('/verify', 'locked', { forms: ['confirm-form'], answers: { '/verify': LOCKED } }),
  of('/verify', 'sent again', { forms: ['resend-form'], answers: { '/signup/resend': SENT } }),
  of('/verify', 'no sign-up here', {
    forms: ['resend-form'],
    answers: { '/signup/resend': refused(401, 'continuation_required') },
  }),
  of('/verify', 'done', { forms: ['confirm-form'], answers: { '/verify': LOGGED_IN } }),
  of(`/verify?${TOKEN}`, 'link', {}),
  of(`/verify?${TOKEN}`, 'password', { forms: ['link-form'], answers: { '/verify': PASSWORD_REQUIRED } }),
  of(`/verify?${TOKEN}`, 'no password', {
    forms: ['link-form', 'password-form'],
    isEmpty: true,
    answers: { '/verify': PASSWORD_REQUIRED },
  }),
  of(`/verify?${TOKEN}`, 'link of an account', { answers: { '/links/inspect': INSPECTED } }),
  of(`/verify?${TOKEN}`, 'new password', {
    forms: ['link-form'],
    presses: ['unknown-password'],
    answers: { '/verify': PASSWORD_REQUIRED },
  }),
  of(`/verify?${TOKEN}`, 'used, and its person is logged in', {
    isLoggedIn: true,
    forms: ['link-form', 'switch-form'],
    answers: {
      '/links/inspect': INSPECTED,
      '/token/refresh': LOGGED_IN,
      '/verify': refused(410, 'already_used'),
    },
  }),
  ...endings('verify', 'link-form', '/verify', [...ENDINGS, refused(409, 'already_registered')]),
];

const LOG_IN: readonly State[] = [
  of('/login', 'form', {}),
  of('/login', 'wrong password', { forms: ['login-form'], answers: { '/login': refused(401, 'invalid_credentials') } }),
  of('/login', 'not verified', { forms: ['login-form'], answers: { '/login': refused(403, 'email_not_verified') } }),
  of('/login', 'unavailable', { forms: ['login-form'], answers: { '/login': refused(503, 'unavailable') } }),
  of('/login', 'mail goes again', { forms: ['login-form'], answers: { '/login': RESUMED } }),
  of('/login', 'mail sent', { forms: ['mail-form'], answers: { '/login/link': SENT } }),
  of('/login?step=code', 'wrong code', { forms: ['confirm-form'], answers: { '/login/link/confirm': WRONG_CODE } }),
  of(`/login?${TOKEN}`, 'link', {}),
  of(`/login?${TOKEN}`, 'late link', { answers: { '/links/inspect': refused(410, 'expired') } }),
  of('/login', 'somebody is logged in', { isLoggedIn: true, answers: { '/token/refresh': LOGGED_IN } }),
  of('/login', 'a session that ended', {
    isLoggedIn: true,
    answers: { '/token/refresh': refused(401, 'session_ended') },
  }),
  of(`/login?${TOKEN}`, 'somebody else is logged in', {
    forms: ['link-form'],
    answers: { '/links/inspect': INSPECTED, '/token/refresh': LOGGED_IN },
  }),
  of(`/login?${TOKEN}`, 'mails come back', {
    forms: ['link-form'],
    answers: { '/links/inspect': INSPECTED, '/login/link/confirm': SUPPRESSED },
  }),
  ...endings('login', 'link-form', '/login/link/confirm'),
  of('/login', 'second factor', { forms: ['login-form'], answers: { '/login': SECOND_FACTOR } }),
  of('/login', 'wrong code of the second factor', {
    forms: ['login-form', 'second-factor-form'],
    answers: { '/login': SECOND_FACTOR, '/login/second-factor': refused(401, 'code_mismatch') },
  }),
  of('/login', 'recovery code', {
    forms: ['login-form'],
    presses: ['use-recovery'],
    answers: { '/login': SECOND_FACTOR },
  }),
  ...humanStates('/login', 'mail-form', 'login/link', SENT),
];

const RESET: readonly State[] = [
  of('/reset', 'form', {}),
  of('/reset', 'mail sent', { forms: ['mail-form'], answers: { '/reset': SENT } }),
  ...humanStates('/reset', 'mail-form', 'reset', SENT),
  of('/reset?step=code', 'empty fields', { forms: ['confirm-form'], isEmpty: true }),
  of(`/reset?${TOKEN}`, 'link', {}),
  of(`/reset?${TOKEN}`, 'done', { forms: ['confirm-form'], answers: { '/reset/confirm': LOGGED_IN } }),
  ...endings('reset', 'confirm-form', '/reset/confirm'),
];

const INVITATION: readonly State[] = [
  of('/invitation', 'no link', {}),
  of(`/invitation?${TOKEN}`, 'link', {}),
  of(`/invitation?${TOKEN}`, 'empty fields', { forms: ['confirm-form'], isEmpty: true }),
  of(`/invitation?${TOKEN}`, 'done', { forms: ['confirm-form'], answers: { '/invitation/confirm': LOGGED_IN } }),
  ...endings('invitation', 'confirm-form', '/invitation/confirm'),
];

const EMAIL: readonly State[] = [
  of('/email/confirm', 'mail', {}),
  of(`/email/confirm?${TOKEN}`, 'link', {}),
  of(`/email/confirm?${TOKEN}`, 'done', { forms: ['link-form'], answers: { '/me/email/confirm': LOGGED_IN } }),
  ...endings('email/confirm', 'link-form', '/me/email/confirm', [...ENDINGS, refused(409, 'already_registered')]),
  of(`/email/confirm?${TOKEN}`, 'another browser', {
    forms: ['link-form'],
    answers: { '/me/email/confirm': refused(401, 'continuation_required') },
  }),
  of('/email/undo', 'no link', {}),
  of(`/email/undo?${TOKEN}`, 'link', {}),
  of(`/email/undo?${TOKEN}`, 'done', { forms: ['link-form'], answers: { '/email/undo': SENT } }),
  ...endings('email/undo', 'link-form', '/email/undo'),
];

/** With a session, unless the state mocks its absence. */
const ACCOUNT: readonly State[] = [
  of('/account', 'overview', {}),
  of('/account', 'nobody logged in', { answers: { '/token/refresh': refused(401, 'session_ended') } }),
  of('/account', 'unavailable', { answers: { '/token/refresh': refused(503, 'unavailable') } }),
  of('/account', 'logged out', { forms: ['logout-form'], answers: { '/logout': { status: 200, body: {} } } }),
  of('/account#change-email', 'form', {}),
  of('/account#change-email', 'empty fields', { forms: ['email-form'], isEmpty: true }),
  of('/account#change-email', 'code', { forms: ['email-form'], answers: { '/me/email': SENT } }),
  of('/account#change-phone', 'form', {}),
  of('/account#change-phone', 'code', { forms: ['phone-form'], answers: { '/me/phone': SENT } }),
  of('/account#change-language', 'form', {}),
  of('/account#change-profile', 'form', {}),
  of('/account#change-password', 'form', {}),
  of('/account#change-password', 'wrong password', {
    forms: ['password-form'],
    answers: { '/me/password': refused(401, 'invalid_credentials') },
  }),
  of('/account#see-devices', 'devices', {}),
  of('/account#see-devices', 'password needed', {
    forms: ['logout-all-form'],
    answers: { '/logout/all': refused(401, 'reauthentication_required') },
  }),
  of('/account', 'mails come back', { answers: { '/token/refresh': SUPPRESSED } }),
  of('/account#delete-account', 'form', {}),
  of('/account#delete-account', 'empty fields', { forms: ['delete-form'], isEmpty: true }),
  of('/account#delete-account', 'deleted', {
    forms: ['delete-form'],
    answers: { '/me': { status: 200, body: { status: 'deleted' } }, '/logout': { status: 200, body: {} } },
  }),
];

const PASSKEYS = {
  status: 200,
  body: {
    passkeys: [
      {
        id: 'a',
        name: 'iCloud 키체인',
        createdAt: '2026-03-02T03:04:05Z',
        usedAt: '2026-11-20T03:04:05Z',
        isSynced: true,
      },
      {
        id: 'b',
        name: 'A security key with quite a long name, up to 50 cha',
        createdAt: '2026-03-02T03:04:05Z',
        isSynced: false,
      },
    ],
  },
};
const NO_PASSKEYS = { status: 200, body: { passkeys: [] } };
const OFF = { status: 200, body: { enabled: false } };
const ON = { status: 200, body: { enabled: true, confirmedAt: '2026-03-02T03:04:05Z', recoveryCodesLeft: 10 } };
const FEW = { status: 200, body: { ...ON.body, recoveryCodesLeft: 1 } };
const reads = (passkeys: Answer, secondFactor: Answer): Answers => ({
  '/me/passkeys': passkeys,
  '/me/second-factor': secondFactor,
});
const SQUARE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path fill="#fff" d="M0 0h2v2H0z"/><path d="M0 0h1v1H0z"/></svg>';
const BEGUN = {
  status: 200,
  body: {
    secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    uri: 'otpauth://totp/Latchkey:a@example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
    qr: SQUARE,
    enrolment: 'x',
  },
};
const CODES = { status: 200, body: { recoveryCodes: Array.from({ length: 10 }, (_, index) => `4KQ7M-${index}XW2P`) } };

/** With a session, too. */
const SECURITY: readonly State[] = [
  of('/account/security', 'nobody logged in', { answers: { '/token/refresh': refused(401, 'session_ended') } }),
  of('/account/security', 'unavailable', { answers: { '/token/refresh': refused(503, 'unavailable') } }),
  of('/account/security', 'nothing yet', { reads: reads(NO_PASSKEYS, OFF) }),
  of('/account/security', 'passkeys and a second factor', { reads: reads(PASSKEYS, ON) }),
  of('/account/security', 'few recovery codes', { reads: reads(NO_PASSKEYS, FEW) }),
  of('/account/security', 'password needed', {
    reads: reads(PASSKEYS, OFF),
    forms: ['add-form'],
    answers: { '/me/passkeys/options': refused(401, 'reauthentication_required') },
  }),
  of('/account/security', 'too many', {
    reads: reads(PASSKEYS, OFF),
    forms: ['add-form'],
    answers: { '/me/passkeys/options': refused(409, 'too_many_passkeys') },
  }),
  of('/account/security', 'rename', { reads: reads(PASSKEYS, OFF), buttons: ['#passkeys li button'] }),
  of('/account/security', 'remove', { reads: reads(PASSKEYS, OFF), buttons: ['#passkeys li button + button'] }),
  of('/account/security#turn-on', 'QR code', {
    reads: reads(NO_PASSKEYS, OFF),
    answers: { '/me/second-factor/begin': BEGUN },
  }),
  of('/account/security#turn-on', 'wrong code', {
    reads: reads(NO_PASSKEYS, OFF),
    forms: ['turn-on-form'],
    answers: { '/me/second-factor/begin': BEGUN, '/me/second-factor/confirm': refused(401, 'code_mismatch') },
  }),
  of('/account/security#turn-on', 'recovery codes', {
    reads: reads(NO_PASSKEYS, OFF),
    forms: ['turn-on-form'],
    answers: { '/me/second-factor/begin': BEGUN, '/me/second-factor/confirm': CODES },
  }),
  of('/account/security#new-codes', 'form', { reads: reads(NO_PASSKEYS, ON) }),
  of('/account/security#turn-off', 'form', { reads: reads(NO_PASSKEYS, ON) }),
  of('/account/security#turn-off', 'empty field', {
    reads: reads(NO_PASSKEYS, ON),
    forms: ['turn-off-form'],
    isEmpty: true,
  }),
];

export const STATES: readonly State[] = [
  of('/', 'choice', {}),
  of('/', 'somebody is logged in', { isLoggedIn: true, answers: { '/token/refresh': LOGGED_IN } }),
  ...SIGN_UP,
  ...VERIFY,
  ...LOG_IN,
  ...RESET,
  ...INVITATION,
  ...ACCOUNT,
  ...SECURITY,
  ...EMAIL,
];

/** The states of one page, by its path. */
export const statesOf = (page: string): readonly State[] => STATES.filter(({ path }) => path.split(/[?#]/)[0] === page);
