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

/** The pages whose requests open an account, and so may tell that it is disabled. */
const OPENING: readonly PageName[] = ['login', 'reset', 'invitation', 'email/undo'];

/** The pages that take a new password. */
const CHOOSING: readonly PageName[] = ['signup', 'verify', 'reset', 'invitation', 'account'];

/** What a stage may answer that others never do. */
export interface Answers {
  /** That a password is leaked. Default: it does not. */
  readonly refusesLeaked?: boolean;
  /** That a person must ask, on this page. Default: it does not. */
  readonly asksForPerson?: boolean;
}

/** What the script of a page can show: no page is an administrator's. */
export const sentTextsOf = (
  name: PageName,
  all: ClientTexts,
  { refusesLeaked = false, asksForPerson = false }: Answers = {},
) => {
  const { leaked, ...weakPassword } = all.weakPassword;
  const texts = { ...all, weakPassword: refusesLeaked && CHOOSING.includes(name) ? all.weakPassword : weakPassword };
  if (name === 'account') return accountTextsOf(texts);
  const { admin_required, nothing_to_send, address_suppressed, second_factor_on, ...errors } = texts.errors;
  const { account_disabled, human_check_required, ...others } = errors;
  return {
    ...texts,
    errors: {
      ...others,
      ...(OPENING.includes(name) && { account_disabled }),
      ...(asksForPerson && { human_check_required }),
    },
  };
};

/** Without the sentences that the stage never needs. */
type Sent = Omit<ClientTexts, 'weakPassword'> & { readonly weakPassword: Partial<ClientTexts['weakPassword']> };

/** What the script of the account page shows: it opens no link, ends no flow, logs nobody in and asks nobody to sign up. */
const accountTextsOf = ({ headings, errors, fields, ...all }: Sent) => {
  const { here, linkAccount, doneAs, mailResumed, ...texts } = all;
  const { password_required, email_not_verified, account_disabled, admin_required, ...most } = errors;
  const { nothing_to_send, address_suppressed, ...rest } = most;
  const { api_key_required, consent_required, human_check_required, method_not_allowed, ...own } = rest;
  const { consent, ...ownFields } = fields;
  return { ...texts, headings: { password: headings.password }, errors: own, fields: ownFields };
};
