// The sentences of the hosted pages, by language and page.
import type { Locale } from '#domain/locale.ts';
import type { OwnSentences } from '#domain/settings.ts';
import { PAGES as EN } from './en/pages.ts';
import { PAGES as KO } from './ko/pages.ts';
import { type KeyOf, overlay } from './overlay.ts';
import type { ClientTexts, PageName, PageTexts } from './page-texts.ts';

export const PAGE_TEXTS: Readonly<Record<Locale, PageTexts>> = { ko: KO, en: EN };

/**
 * `page.signup.heading`, and `page.signup.client.errors.expired` of what its script shows; `page.all.loginLink` and
 * `page.all.client.network` of what all pages share. The page of `/` is `home`, that of `/email/undo` is `email-undo`.
 */
export const pageKey: KeyOf = (path) => {
  const [page, [part = '', ...rest]] = path[0] === 'pages' ? [nameInKeys(path[1]), path.slice(2)] : ['all', path];
  return ['page', page, ...(part === 'html' ? [] : [part]), ...rest].join('.');
};

const nameInKeys = (page = ''): string => page.replace('/', '-') || 'home';

export const pageTextsOf = (locale: Locale, own: OwnSentences = {}): PageTexts =>
  overlay(PAGE_TEXTS[locale], pageKey, own[locale]);

export const clientTextsOf = (name: PageName, locale: Locale, texts = PAGE_TEXTS[locale]): ClientTexts => {
  const { client, pages } = texts;
  const own = pages[name].client ?? {};
  return {
    ...client,
    ...own,
    headings: { ...client.headings, ...own.headings },
    errors: { ...client.errors, ...own.errors },
    limits: { ...client.limits, ...own.limits },
    fields: { ...client.fields, ...own.fields },
  };
};

type Part<Table extends keyof ClientTexts> = readonly (keyof ClientTexts[Table])[];

/** What any request can be answered, and what a page says by itself. */
const ANY: Part<'errors'> = [
  ...(['invalid_request', 'cookies_blocked', 'session_ended', 'origin_refused', 'try_again'] as const),
  ...(['too_many_requests', 'payload_too_large', 'unsupported_media_type'] as const),
  ...(['unavailable', 'internal_error'] as const),
];
const LINK: Part<'errors'> = ['invalid_token', 'expired', 'superseded', 'already_used'];
const CODE: Part<'errors'> = [...LINK, 'code_mismatch', 'continuation_required'];
const OWNER: Part<'errors'> = ['unauthenticated', 'invalid_credentials', 'reauthentication_required'];
const PASSWORD: Part<'errors'> = ['weak_password'];
const JOINING: Part<'errors'> = [...PASSWORD, 'consent_required'];

/** The errors that the script of each page can show besides those. A page that opens an account may tell that it is disabled. */
const ERRORS_OF: Readonly<Record<PageName, Part<'errors'>>> = {
  '': [],
  signup: JOINING,
  verify: [...CODE, ...JOINING, 'already_registered', 'password_required', 'invalid_credentials'],
  login: [...CODE, 'invalid_credentials', 'email_not_verified', 'account_disabled', 'not_found'],
  reset: [...CODE, ...PASSWORD, 'account_disabled'],
  invitation: [...LINK, ...JOINING, 'account_disabled'],
  account: [...CODE, ...OWNER, ...PASSWORD, 'already_registered', 'same_address', 'not_found'],
  'account/security': [
    ...OWNER,
    ...(['not_found', 'code_mismatch', 'expired', 'already_used'] as const),
    ...(['second_factor_on', 'too_many_passkeys'] as const),
  ],
  'email/confirm': [...CODE, 'already_registered', 'unauthenticated'],
  'email/undo': [...LINK, 'account_disabled'],
};

/** The pages with such fields, and those on which a password is chosen. */
const WITH_PROFILE: readonly PageName[] = ['signup', 'verify', 'account'];
const WITH_ADDRESS: readonly PageName[] = ['signup', 'login', 'reset', 'account'];
const WITH_CONSENTS: readonly PageName[] = ['signup', 'verify', 'invitation'];
const WITH_NEW_PASSWORD: readonly PageName[] = ['signup', 'verify', 'reset', 'invitation', 'account'];

/** What decides which sentences a stage can need. Default: it has none of these. */
interface Stage {
  readonly refusesLeaked?: boolean | undefined;
  readonly hasConsents?: boolean;
  /** Whether it may ask for the human check on this page. */
  readonly asksForPerson?: boolean;
}

/** What the script of a page can show. A sentence less is a shorter way to the first paint. */
export const sentTextsOf = (
  name: PageName,
  { errors, fields, headings, typed, weakPassword, ...all }: ClientTexts,
  stage: Stage = {},
) => {
  const isOwners = name === 'account' || name === 'account/security';
  const { email, phone, missing, choice, number, consent, ...always } = fields;
  const { dot, ...inAnyField } = typed;
  const { leaked, ...usual } = weakPassword;
  const { passwordEnough, passwordLong, mailHint, mailResumed, mailSuppressed, ...others } = all;
  const texts = {
    ...others,
    typed: WITH_ADDRESS.includes(name) ? typed : inAnyField,
    ...(WITH_NEW_PASSWORD.includes(name) && {
      weakPassword: stage.refusesLeaked ? weakPassword : usual,
      passwordEnough,
      passwordLong,
    }),
    ...(WITH_ADDRESS.includes(name) && { mailHint }),
    ...(name === 'login' && { mailResumed }),
    // Whoever proves an address has just had a mail.
    ...(name !== 'verify' && { mailSuppressed }),
    errors: only(errors, [
      ...ANY,
      ...ERRORS_OF[name],
      ...(stage.asksForPerson ? (['human_check_required'] as const) : []),
      ...(name === 'account' && stage.hasConsents ? (['account_needs_consent'] as const) : []),
    ]),
    fields: {
      ...always,
      ...(WITH_ADDRESS.includes(name) && { email }),
      ...(WITH_PROFILE.includes(name) && { missing, choice, number }),
      ...(WITH_CONSENTS.includes(name) && { consent }),
      ...(name === 'account' && { phone }),
    },
  };
  const { password, 'new-password': newPassword, email_not_verified, ...usualHeadings } = headings;
  if (isOwners) return ownersTextsOf({ ...texts, headings: { password } });
  return {
    ...texts,
    headings: {
      ...usualHeadings,
      ...(name === 'login' && { email_not_verified }),
      ...(name === 'verify' && { password, 'new-password': newPassword }),
    },
  };
};

/** An owner's page opens no link, ends no flow, logs nobody in and asks nobody to sign up. */
const ownersTextsOf = <Texts extends Pick<ClientTexts, OwnersTexts>>(texts: Texts) => {
  const { here, linkAccount, doneAs, ...rest } = texts;
  return rest;
};
type OwnersTexts = 'here' | 'linkAccount' | 'doneAs';

const only = <Table extends object>(table: Table, keys: readonly (keyof Table)[]): Partial<Table> =>
  Object.fromEntries(Object.entries(table).filter(([key]) => keys.some((one) => one === key))) as Partial<Table>;
