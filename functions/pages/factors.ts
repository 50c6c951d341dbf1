// What the pages show of passkeys and the second factor, where a stage has them: a button, a step of a log-in, a row of the account.
import type { Locale } from '#domain/locale.ts';
import type { PageName, PageTexts } from '#texts/page-texts.ts';
import passkeyPart from '../../templates/pages/parts/passkey-log-in.html' with { type: 'text' };
import stepPart from '../../templates/pages/parts/second-factor.html' with { type: 'text' };
import rowPart from '../../templates/pages/parts/security-row.html' with { type: 'text' };
import type { AssetAddresses } from './assets.ts';
import { withParts } from './page-templates.ts';
import { fillTemplate, type Values } from './template.ts';

/** What a stage has besides passwords. */
export interface Factors {
  /** The relying party of its passkeys. Absent: it has none. */
  readonly passkeyDomain?: string;
  readonly hasSecondFactor: boolean;
}

export const hasFactors = ({ passkeyDomain, hasSecondFactor }: Factors): boolean =>
  passkeyDomain !== undefined || hasSecondFactor;

/** Empty where the page has nothing of it. */
export const factorsMarkup = (
  name: PageName,
  locale: Locale,
  factors: Factors,
  { html, pages }: PageTexts,
  { passkeysScriptHref, secondFactorScriptHref }: AssetAddresses,
): Values => {
  const values = { ...html, ...pages[name].html, locale, passkeysScriptHref, secondFactorScriptHref };
  const ofCode = { codeLabel: html['factorCodeLabel'] ?? '', codeDigits: '6', codeHint: '' };
  const part = (isThere: boolean, template: string) =>
    isThere ? fillTemplate(withParts(template.trimEnd()), {}, { ...values, ...ofCode }) : '';
  const hasPasskeys = factors.passkeyDomain !== undefined;
  return {
    passkeyLogIn: part(hasPasskeys, passkeyPart),
    // Always: a person keeps a second factor that the stage does not offer any more.
    secondFactorStep: part(name === 'login', stepPart),
    securityRow: part(hasFactors(factors) && name === 'account', rowPart),
  };
};
