// What each field of the API means. A name means the same everywhere; an exception is listed as `Schema.field`.
import { METADATA_MAXIMUM_KEYS } from '#domain/account/metadata.ts';
import { PROFILE_MAXIMUM_KEYS } from '#domain/account/profile.ts';

interface Annotation {
  readonly description: string;
  readonly format?: string;
  readonly maxProperties?: number;
  readonly maxLength?: number;
}

const EMAIL = { format: 'email' } as const;
const PASSWORD_RULES = '8 to 128 characters after NFC, without the address in it, and not a common one.';
const PROFILE_RULES =
  'at most 20 keys and 2 KB in all; values are text, numbers below 2^53 or booleans; text without control characters; where the deployment has `profileFields`, those of `GET /profile-fields` alone';

const FIELDS: Readonly<Record<string, Annotation>> = {
  email: {
    description: 'At most 254 characters; the local part in ASCII. Upper and lower case are the same.',
    ...EMAIL,
  },
  newEmail: { description: 'Where the account is to move.', ...EMAIL },
  password: { description: 'The account’s own.' },
  'SignUpRequest.password': { description: PASSWORD_RULES },
  'ResetConfirmRequest.password': { description: PASSWORD_RULES },
  'VerifyRequest.password': { description: 'The one of this sign-up, in the place of the continuation.' },
  'VerifyRequest.newPassword': {
    description: `In the place of password and continuation: those of the sign-up, its profile and its consents are void then. ${PASSWORD_RULES}`,
  },
  currentPassword: {
    description:
      'The password the account has now. An account without one (imported or invited) leaves it out and sends the refresh token of a log-in of the last 5 minutes.',
  },
  newPassword: { description: PASSWORD_RULES },
  locale: {
    description:
      'Language of mails and texts. Without it `Accept-Language` decides, then the default language of the stage.',
  },
  'User.locale': { description: 'Language of mails and texts.' },
  'ProfileRequest.locale': { description: 'Language of mails and texts.' },
  clientId: {
    description:
      'A client of the deployment with a `linkUrl`: the link of the mail leads to its pages, and an SMS names their host. Any other is refused. A message that is sent again has the same link as before.',
  },
  profile: {
    description: `The person's own words, which PATCH /me changes: never a role or a right. ${PROFILE_RULES}.`,
    maxProperties: PROFILE_MAXIMUM_KEYS,
  },
  'User.profile': { description: 'The person’s own words: never a role or a right.' },
  metadata: {
    description:
      'What the team has stored with the account, by the keys that the deployment names in `claims.metadata`. Only the team writes it; absent if there is none.',
    maxProperties: METADATA_MAXIMUM_KEYS,
  },
  'ProfileRequest.profile': {
    description: `Merged into what is there (RFC 7396): \`null\` removes a key. After that: ${PROFILE_RULES}.`,
    maxProperties: PROFILE_MAXIMUM_KEYS,
  },
  profileFields: { description: 'What this deployment asks people for. A profile takes no other keys.' },
  consents: {
    description:
      'Answers to the consents of `GET /consents`: each names the version of the text that the person saw. Every required one must be granted.',
  },
  'ConsentsRequest.consents': {
    description:
      'New answers to consents of `GET /consents`; those that are left out stay. The same answer again changes nothing.',
  },
  'ConsentsRequest.locale': { description: 'The language in which the person was asked.' },
  'AskedConsents.consents': { description: 'In the order in which to show them; empty if nobody is asked.' },
  'Consents.consents': { description: 'The last answer to each.' },
  history: { description: 'The last 50 answers, newest first.' },
  consentsDue: {
    description:
      'Left out while there are none. The keys of the consents that the person must be asked for: a required one that is missing, or one in a new version.',
  },
  'Problem.missing': { description: 'The keys of the consents.' },
  credentials: {
    description:
      '`cookie`: refresh token and continuation travel in HttpOnly cookies only. `Origin` must be the API’s own or an allowed one.',
  },
  continuation: {
    description: 'What the client that began got, and nobody else has. In cookie mode it is in its cookie instead.',
  },
  'Sent.address': {
    description:
      'Where the message goes, in normal form: an email address in lower case with its domain in ASCII, or E.164. Show it to the person, a domain in its letters.',
  },
  'Sent.continuation': {
    description: 'Keep it: the code works with it only. Left out in cookie mode, and where nothing new was begun.',
  },
  token: { description: 'The `token` of the link in the mail.' },
  purpose: { description: 'What the link does when its button is pressed.' },
  'LinkInspect.address': { description: 'Whom it was mailed to: the first character and the domain.' },
  'LinkInspect.expiresInSeconds': {
    description: 'How long it can work at most. A newer mail, or its use, ends it earlier: only its own route tells.',
  },
  code: {
    description:
      'The digits of the mail or text, as typed or pasted: separators, digits of any script and words around them do not matter, if there is one code in it.',
  },
  refreshToken: { description: 'The newest one. In cookie mode it is in its cookie instead.' },
  'Token.refreshToken': {
    description: 'Each works once; a refresh gives the next. Left out in cookie mode, and where it stays the same.',
  },
  channel: { description: 'How the code is sent.' },
  to: {
    description:
      'An email address, or a mobile phone number of a country the deployment sends to, as a person types or pastes it.',
  },
  context: {
    description:
      'What the code is for, such as `transfer`. The proof names it, so that a proof for one act cannot be used for another.',
    maxLength: 64,
  },
  phone: {
    description:
      'A mobile phone number of a country the deployment sends to, as a person types or pastes it: in national form, or with its calling code.',
  },
  'User.phone': { description: 'E.164.' },
  mailSuppressed: {
    description:
      'Left out while all mail goes. Some mail or all mail to the address is stopped: one bounced or was marked as spam, or an operator stopped it. Let the person check the mailbox and log in with the password, which ends the first two.',
  },
  mailResumed: {
    description: 'Only after a log-in with the password that ended such a stop: mail goes to the address again.',
  },
  'User.email': {
    ...EMAIL,
    description: 'In its normal form: lower case, and the domain in ASCII. Show people the letters.',
  },
  'User.id': {
    description:
      '`sub` of access tokens. A ULID, or the id that an imported account had before: letters, digits, `_` and `-`.',
  },
  expiresInSeconds: { description: 'How long it works from now on.' },
  resendInSeconds: { description: 'When another message may be asked for.' },
  accessToken: {
    description:
      'A JWT (RFC 9068), signed with RS256 by a key of `/.well-known/jwks.json`. `auth_time` and `amr` say when and how the owner was authenticated: `pwd`, `otp` (RFC 8176) or `link`, the link of a mail. `client_id` is `latchkey`, unless a client asked for the token.',
  },
  proof: {
    description:
      'A JWT for the own backend, signed with RS256 by a key of `/.well-known/proof-jwks.json`: `typ` is `latchkey-proof+jwt`, `aud` ends in `/proof`, `address` was proven (in its normal form: a domain in ASCII), for `context` if one was given.',
  },
  lastUsedAt: { description: 'When it was last refreshed.' },
  isCurrent: { description: 'Whether the access token of this request is of this session.' },
  'Problem.type': { description: '`urn:latchkey:problem:` and the code.' },
  'Problem.title': { description: 'One English sentence for developers. Show users your own, by `code`.' },
  'Problem.code': { description: 'Stable: decide by it.' },
  'Problem.reason': { description: 'Why, for `weak_password` and `too_many_requests`.' },
  'Problem.errors': {
    description:
      'Each wrong field by its path. Values are never repeated, apart from one character that is in the way. An address, number or code that cannot be understood has a `reason`.',
  },
  'AdminImportRequest.id': {
    description: 'The id of the account in the other service, which it keeps.',
    maxLength: 64,
  },
  eventId: { description: 'The `id` of an event: the id of its account, a dot and a ULID.', maxLength: 91 },
  endpoint: { description: 'The name of one endpoint of webhooks. Left out: the bus and all of them.', maxLength: 20 },
  userId: { description: 'The `id` of the account, and `sub` of its tokens.', maxLength: 64 },
  reason: {
    description:
      'Why the administrator acts, in 3 characters or more. It is kept in the audit row, so an email address or a phone number in it is refused.',
  },
  'AdminUser.phone': { description: 'E.164.' },
  'AdminUser.email': { ...EMAIL, description: 'In its normal form: lower case, and the domain in ASCII.' },
  'AdminUser.locale': { description: 'Language of mails and texts.' },
  'AdminUser.profile': { description: 'The person’s own words: never a role or a right.' },
  'AdminUser.metadata': {
    description: 'All that the team has stored with the account; absent if there is none.',
    maxProperties: METADATA_MAXIMUM_KEYS,
  },
  disabled: { description: 'Whether nobody gets into the account until it is enabled.' },
  hasPassword: { description: 'Without one, only a mail or a passkey opens the account.' },
  passkeys: { description: 'How many the account has; absent if it has none.' },
  secondFactor: { description: 'A log-in needs a code of an app, too; absent if it does not.' },
  activeAt: { description: 'When the account was last used, as far as that is kept.' },
  cursor: {
    description: 'The `cursor` of the page before, to go on after it. Absent in an answer: there is no more.',
    maxLength: 64,
  },
  limit: { description: 'How many accounts a page has at most. Default: 50.' },
  state: { description: 'Only those: `disabled`, or `unverified`, whose address nobody has proven.' },
  suppressed: { description: 'The addresses of the account to which mail or SMS is stopped.' },
  challenges: { description: 'What has a link or a code on its way or in a mailbox. Neither is shown.' },
  by: { description: 'Who: an identity of IAM, the owner, or the service itself; and from which network.' },
  act: { description: 'The id of the entry of the administrator’s act behind this.' },
  isComplete: {
    description: 'False if there are more sessions or audit rows than an answer can hold; the newest are in it.',
  },
  humanToken: {
    description:
      'The token of the widget, once an answer was `human_check_required`: Cloudflare Turnstile with the `siteKey` and the `action` of that answer. It counts once, within 5 minutes. A repeat by `Idempotency-Key` needs no other.',
  },
  'Problem.siteKey': { description: 'With `human_check_required`: the public key of the widget to show.' },
  'Problem.action': { description: 'With `human_check_required`: what to show it for.' },
  attemptsLeft: { description: 'Guesses left for this code or link.' },
  retryAfterSeconds: { description: 'The same as `Retry-After`.' },
};

export const annotationOf = (schema: string, field: string): Annotation | undefined =>
  FIELDS[`${schema}.${field}`] ?? FIELDS[field];
