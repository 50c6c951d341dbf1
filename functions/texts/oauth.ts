// The words of the pages that the authorization endpoints show, by language.
import type { Locale } from '#domain/locale.ts';
import type { OwnSentences } from '#domain/settings.ts';
import { OAUTH as EN } from './en/oauth.ts';
import { OAUTH as KO } from './ko/oauth.ts';
import type { OAuthTexts } from './oauth-texts.ts';
import { type KeyOf, overlay } from './overlay.ts';

export const OAUTH_TEXTS: Readonly<Record<Locale, OAuthTexts>> = { ko: KO, en: EN };

/** `oauth.logOut.heading`. */
export const oauthKey: KeyOf = (path) => ['oauth', ...path].join('.');

export const oauthTextsOf = (locale: Locale, own: OwnSentences = {}): OAuthTexts =>
  overlay(OAUTH_TEXTS[locale], oauthKey, own[locale]);
