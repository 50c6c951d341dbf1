// The words of the pages that the authorization endpoints show, by language.
import type { Locale } from '#domain/locale.ts';
import { OAUTH as EN } from './en/oauth.ts';
import { OAUTH as KO } from './ko/oauth.ts';
import type { OAuthTexts } from './oauth-texts.ts';

export const OAUTH_TEXTS: Readonly<Record<Locale, OAuthTexts>> = { ko: KO, en: EN };
