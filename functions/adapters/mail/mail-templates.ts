// Imports every mail template, so that the bundler finds each file and a missing file does not compile.
import type { MailName } from '#domain/delivery/mail.ts';
import type { Locale } from '#domain/locale.ts';
import enAccountDeletedHtml from '../../../templates/email/en/account-deleted.html' with { type: 'text' };
import enAccountDeletedText from '../../../templates/email/en/account-deleted.txt' with { type: 'text' };
import enAccountExistsHtml from '../../../templates/email/en/account-exists.html' with { type: 'text' };
import enAccountExistsText from '../../../templates/email/en/account-exists.txt' with { type: 'text' };
import enEmailChangeHtml from '../../../templates/email/en/email-change.html' with { type: 'text' };
import enEmailChangeText from '../../../templates/email/en/email-change.txt' with { type: 'text' };
import enEmailChangedHtml from '../../../templates/email/en/email-changed.html' with { type: 'text' };
import enEmailChangedText from '../../../templates/email/en/email-changed.txt' with { type: 'text' };
import enEmailChangedLateHtml from '../../../templates/email/en/email-changed-late.html' with { type: 'text' };
import enEmailChangedLateText from '../../../templates/email/en/email-changed-late.txt' with { type: 'text' };
import enEmailRestoredHtml from '../../../templates/email/en/email-restored.html' with { type: 'text' };
import enEmailRestoredText from '../../../templates/email/en/email-restored.txt' with { type: 'text' };
import enLoginHtml from '../../../templates/email/en/login.html' with { type: 'text' };
import enLoginText from '../../../templates/email/en/login.txt' with { type: 'text' };
import enNewLogInHtml from '../../../templates/email/en/new-log-in.html' with { type: 'text' };
import enNewLogInText from '../../../templates/email/en/new-log-in.txt' with { type: 'text' };
import enOtpHtml from '../../../templates/email/en/otp.html' with { type: 'text' };
import enOtpText from '../../../templates/email/en/otp.txt' with { type: 'text' };
import enCircumstancesHtmlPartial from '../../../templates/email/en/partials/circumstances.html' with { type: 'text' };
import enCircumstancesTextPartial from '../../../templates/email/en/partials/circumstances.txt' with { type: 'text' };
import enCopyAddressHtmlPartial from '../../../templates/email/en/partials/copy-address.html' with { type: 'text' };
import enFooterHtmlPartial from '../../../templates/email/en/partials/footer.html' with { type: 'text' };
import enFooterTextPartial from '../../../templates/email/en/partials/footer.txt' with { type: 'text' };
import enLifetimeHtmlPartial from '../../../templates/email/en/partials/lifetime.html' with { type: 'text' };
import enLifetimeTextPartial from '../../../templates/email/en/partials/lifetime.txt' with { type: 'text' };
import enTagHtmlPartial from '../../../templates/email/en/partials/tag.html' with { type: 'text' };
import enTagTextPartial from '../../../templates/email/en/partials/tag.txt' with { type: 'text' };
import enPasswordChangedHtml from '../../../templates/email/en/password-changed.html' with { type: 'text' };
import enPasswordChangedText from '../../../templates/email/en/password-changed.txt' with { type: 'text' };
import enPhoneChangedHtml from '../../../templates/email/en/phone-changed.html' with { type: 'text' };
import enPhoneChangedText from '../../../templates/email/en/phone-changed.txt' with { type: 'text' };
import enResetHtml from '../../../templates/email/en/reset.html' with { type: 'text' };
import enResetText from '../../../templates/email/en/reset.txt' with { type: 'text' };
import enVerificationHtml from '../../../templates/email/en/verification.html' with { type: 'text' };
import enVerificationText from '../../../templates/email/en/verification.txt' with { type: 'text' };
import koAccountDeletedHtml from '../../../templates/email/ko/account-deleted.html' with { type: 'text' };
import koAccountDeletedText from '../../../templates/email/ko/account-deleted.txt' with { type: 'text' };
import koAccountExistsHtml from '../../../templates/email/ko/account-exists.html' with { type: 'text' };
import koAccountExistsText from '../../../templates/email/ko/account-exists.txt' with { type: 'text' };
import koEmailChangeHtml from '../../../templates/email/ko/email-change.html' with { type: 'text' };
import koEmailChangeText from '../../../templates/email/ko/email-change.txt' with { type: 'text' };
import koEmailChangedHtml from '../../../templates/email/ko/email-changed.html' with { type: 'text' };
import koEmailChangedText from '../../../templates/email/ko/email-changed.txt' with { type: 'text' };
import koEmailChangedLateHtml from '../../../templates/email/ko/email-changed-late.html' with { type: 'text' };
import koEmailChangedLateText from '../../../templates/email/ko/email-changed-late.txt' with { type: 'text' };
import koEmailRestoredHtml from '../../../templates/email/ko/email-restored.html' with { type: 'text' };
import koEmailRestoredText from '../../../templates/email/ko/email-restored.txt' with { type: 'text' };
import koLoginHtml from '../../../templates/email/ko/login.html' with { type: 'text' };
import koLoginText from '../../../templates/email/ko/login.txt' with { type: 'text' };
import koNewLogInHtml from '../../../templates/email/ko/new-log-in.html' with { type: 'text' };
import koNewLogInText from '../../../templates/email/ko/new-log-in.txt' with { type: 'text' };
import koOtpHtml from '../../../templates/email/ko/otp.html' with { type: 'text' };
import koOtpText from '../../../templates/email/ko/otp.txt' with { type: 'text' };
import koCircumstancesHtmlPartial from '../../../templates/email/ko/partials/circumstances.html' with { type: 'text' };
import koCircumstancesTextPartial from '../../../templates/email/ko/partials/circumstances.txt' with { type: 'text' };
import koCopyAddressHtmlPartial from '../../../templates/email/ko/partials/copy-address.html' with { type: 'text' };
import koFooterHtmlPartial from '../../../templates/email/ko/partials/footer.html' with { type: 'text' };
import koFooterTextPartial from '../../../templates/email/ko/partials/footer.txt' with { type: 'text' };
import koLifetimeHtmlPartial from '../../../templates/email/ko/partials/lifetime.html' with { type: 'text' };
import koLifetimeTextPartial from '../../../templates/email/ko/partials/lifetime.txt' with { type: 'text' };
import koTagHtmlPartial from '../../../templates/email/ko/partials/tag.html' with { type: 'text' };
import koTagTextPartial from '../../../templates/email/ko/partials/tag.txt' with { type: 'text' };
import koPasswordChangedHtml from '../../../templates/email/ko/password-changed.html' with { type: 'text' };
import koPasswordChangedText from '../../../templates/email/ko/password-changed.txt' with { type: 'text' };
import koPhoneChangedHtml from '../../../templates/email/ko/phone-changed.html' with { type: 'text' };
import koPhoneChangedText from '../../../templates/email/ko/phone-changed.txt' with { type: 'text' };
import koResetHtml from '../../../templates/email/ko/reset.html' with { type: 'text' };
import koResetText from '../../../templates/email/ko/reset.txt' with { type: 'text' };
import koVerificationHtml from '../../../templates/email/ko/verification.html' with { type: 'text' };
import koVerificationText from '../../../templates/email/ko/verification.txt' with { type: 'text' };
import layout from '../../../templates/email/layout.html' with { type: 'text' };
import address from '../../../templates/email/partials/address.html' with { type: 'text' };
import aside from '../../../templates/email/partials/aside.html' with { type: 'text' };
import button from '../../../templates/email/partials/button.html' with { type: 'text' };
import codeBox from '../../../templates/email/partials/code-box.html' with { type: 'text' };
import facts from '../../../templates/email/partials/facts.html' with { type: 'text' };
import heading from '../../../templates/email/partials/heading.html' with { type: 'text' };
import link from '../../../templates/email/partials/link.html' with { type: 'text' };
import note from '../../../templates/email/partials/note.html' with { type: 'text' };
import paragraph from '../../../templates/email/partials/paragraph.html' with { type: 'text' };

export interface MailSource {
  readonly html: string;
  /** `Subject: …`, an empty line, then the text. */
  readonly text: string;
}

interface MailTemplates {
  readonly mails: Readonly<Record<MailName, MailSource>>;
  /** The blocks that several mails share, by the name that templates use. */
  readonly partials: Readonly<Record<'html' | 'text', Readonly<Record<string, string>>>>;
}

/** Blocks that contain no words and are the same in every language. */
const blocks = { layout, address, aside, button, 'code-box': codeBox, facts, heading, link, note, paragraph };

export const MAIL_TEMPLATES: Readonly<Record<Locale, MailTemplates>> = {
  ko: {
    mails: {
      verification: { html: koVerificationHtml, text: koVerificationText },
      'account-exists': { html: koAccountExistsHtml, text: koAccountExistsText },
      reset: { html: koResetHtml, text: koResetText },
      login: { html: koLoginHtml, text: koLoginText },
      'email-change': { html: koEmailChangeHtml, text: koEmailChangeText },
      otp: { html: koOtpHtml, text: koOtpText },
      'password-changed': { html: koPasswordChangedHtml, text: koPasswordChangedText },
      'email-changed': { html: koEmailChangedHtml, text: koEmailChangedText },
      'email-changed-late': { html: koEmailChangedLateHtml, text: koEmailChangedLateText },
      'email-restored': { html: koEmailRestoredHtml, text: koEmailRestoredText },
      'phone-changed': { html: koPhoneChangedHtml, text: koPhoneChangedText },
      'account-deleted': { html: koAccountDeletedHtml, text: koAccountDeletedText },
      'new-log-in': { html: koNewLogInHtml, text: koNewLogInText },
    },
    partials: {
      html: {
        ...blocks,
        circumstances: koCircumstancesHtmlPartial,
        'copy-address': koCopyAddressHtmlPartial,
        footer: koFooterHtmlPartial,
        lifetime: koLifetimeHtmlPartial,
        tag: koTagHtmlPartial,
      },
      text: {
        circumstances: koCircumstancesTextPartial,
        footer: koFooterTextPartial,
        lifetime: koLifetimeTextPartial,
        tag: koTagTextPartial,
      },
    },
  },
  en: {
    mails: {
      verification: { html: enVerificationHtml, text: enVerificationText },
      'account-exists': { html: enAccountExistsHtml, text: enAccountExistsText },
      reset: { html: enResetHtml, text: enResetText },
      login: { html: enLoginHtml, text: enLoginText },
      'email-change': { html: enEmailChangeHtml, text: enEmailChangeText },
      otp: { html: enOtpHtml, text: enOtpText },
      'password-changed': { html: enPasswordChangedHtml, text: enPasswordChangedText },
      'email-changed': { html: enEmailChangedHtml, text: enEmailChangedText },
      'email-changed-late': { html: enEmailChangedLateHtml, text: enEmailChangedLateText },
      'email-restored': { html: enEmailRestoredHtml, text: enEmailRestoredText },
      'phone-changed': { html: enPhoneChangedHtml, text: enPhoneChangedText },
      'account-deleted': { html: enAccountDeletedHtml, text: enAccountDeletedText },
      'new-log-in': { html: enNewLogInHtml, text: enNewLogInText },
    },
    partials: {
      html: {
        ...blocks,
        circumstances: enCircumstancesHtmlPartial,
        'copy-address': enCopyAddressHtmlPartial,
        footer: enFooterHtmlPartial,
        lifetime: enLifetimeHtmlPartial,
        tag: enTagHtmlPartial,
      },
      text: {
        circumstances: enCircumstancesTextPartial,
        footer: enFooterTextPartial,
        lifetime: enLifetimeTextPartial,
        tag: enTagTextPartial,
      },
    },
  },
};
