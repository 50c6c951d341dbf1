// The words of every mail in English.
import type { MailLanguage } from '../mail-texts.ts';

const NO_CALLS = '{brand} will never call or message you to ask for the code.';
const NEW_PASSWORD = 'set a new password now.';
const IF_YOU = 'If this was you, there’s nothing to do.';
const IF_NOT_YOU = 'If this wasn’t you,';

export const MAILS: MailLanguage = {
  mails: {
    verification: {
      subject: '[{brand}] Confirm your email',
      preview: '{code} is your code. It expires in {minutes}.',
      heading: 'Confirm your email',
      intro: 'Press the button to finish signing up for {brand}.',
      button: 'Confirm email',
      code: 'Or enter this code where you signed up:',
      ifNotAsked: 'If you didn’t sign up, ignore this email and no account will be created.',
      why: 'You got this email because someone signed up for {brand} with this address.',
    },
    'account-exists': {
      subject: '[{brand}] You already have an account',
      preview: 'Log in with the account you already have.',
      heading: 'You already have an account',
      intro:
        'Someone tried to sign up for {brand} with this email, or to move an account to it. You already have an account here, so just log in.',
      button: 'Log in',
      otherLink: 'Forgot your password? Reset it',
      ifNotAsked: 'If it wasn’t you, ignore this email. Nothing has changed.',
      why: 'You got this email because someone tried to use this address at {brand}.',
    },
    reset: {
      subject: '[{brand}] Reset your password',
      preview: 'The link and the code expire in {minutes}.',
      heading: 'Reset your password',
      intro:
        'Press the button to set a new password for your {brand} account. You’ll be logged out on your other devices.',
      button: 'Reset password',
      code: 'Or enter this code where you asked for the reset:',
      ifNotAsked: `If you didn’t ask for this, ignore this email and your password stays the same. ${NO_CALLS}`,
      why: 'You got this email because someone asked to reset the password of this account.',
    },
    login: {
      subject: '[{brand}] Your log-in link',
      preview: 'The link and the code expire in {minutes}.',
      heading: 'Your log-in link',
      intro: 'Press the button to log in to {brand}.',
      button: 'Log in',
      code: 'Or enter this code where you asked to log in:',
      ifNotAsked: `If you didn’t ask for this, ignore this email. ${NO_CALLS}`,
      why: 'You got this email because someone asked to log in with this address.',
    },
    invitation: {
      subject: '[{brand}] You’re invited to {brand}',
      preview: 'Choose a password to start. The link works for {lifetime}.',
      heading: 'You’re invited to {brand}',
      intro:
        '{brand} has made an account for you with this email. Press the button and choose your password to start. The link works for {lifetime}.',
      button: 'Choose a password',
      ifNotAsked:
        'If the link has run out, ask for a new invitation where you got this one from. If you don’t know {brand}, ignore this email: without a password nobody can use the account.',
      why: 'You got this email because {brand} made an account for this address.',
    },
    'email-change': {
      subject: '[{brand}] Confirm your new email',
      preview: '{code} is your code. It expires in {minutes}.',
      heading: 'Confirm your new email',
      intro:
        'Press the button to move your {brand} account to this email. Open it in the browser where you asked for the change, or where you’re logged in.',
      button: 'Confirm new email',
      code: 'Or enter this code where you asked for the change:',
      ifNotAsked: 'If you didn’t ask for this, ignore this email and nothing will change.',
      why: 'You got this email because someone asked to move an account to this address.',
    },
    otp: {
      subject: '{code} is your {brand} code',
      preview: '{code} is your code. It expires in {minutes}.',
      heading: 'Your code',
      code: 'Enter this code where {brand} asks for it:',
      ifNotAsked: 'If you didn’t ask for this, ignore this email. Someone may have mistyped their address.',
      why: 'You got this email because someone asked for a code for this address.',
    },
    'password-changed': {
      subject: '[{brand}] Your password was changed',
      preview: 'If this wasn’t you, set a new password now.',
      heading: 'Your password was changed',
      intro: 'The password of your {brand} account was changed. All your other devices were logged out.',
      ifYou: IF_YOU,
      ifNotYou: [IF_NOT_YOU, NEW_PASSWORD],
      button: 'Reset password',
      why: 'To keep your account safe, we always tell you when its password changes.',
    },
    'email-changed': {
      subject: '[{brand}] Your email was changed',
      preview: 'If this wasn’t you, undo it within {hours}.',
      heading: 'Your email was changed',
      intro: 'Your {brand} account was moved from this email to another one.',
      ifYou: 'If this was you, log in with the new email from now on.',
      ifNotYou: [
        `${IF_NOT_YOU} undo this change within {hours}`,
        '(until {until}). Your account moves back to this email, all devices are logged out, and we send you an email to reset your password.',
      ],
      button: 'Undo this change',
      why: 'To keep your account safe, we always tell the old address about a change.',
    },
    'email-changed-late': {
      subject: '[{brand}] Your email was changed',
      preview: 'If this wasn’t you, contact us right away.',
      heading: 'Your email was changed',
      intro: 'Your {brand} account was moved from this email to another one.',
      ifYou: 'If this was you, log in with the new email from now on.',
      ifNotYou: [
        IF_NOT_YOU,
        'someone else may be using your account. It’s too late to undo the change from here, so contact {brand} right away.',
      ],
      why: 'To keep your account safe, we always tell the old address about a change.',
    },
    'email-restored': {
      subject: '[{brand}] Your account moved back to its old email',
      preview: 'You can no longer log in with this email.',
      heading: 'Your account moved back to its old email',
      intro:
        'Your {brand} account was moved back to its old email with the link we sent there. You can no longer log in with this email, and all devices were logged out.',
      ifYou: 'If this was you, reset your password with the email we sent to the old address.',
      ifNotYou: [
        IF_NOT_YOU,
        'someone else may be reading the old mailbox. Change the password of that mailbox first, then reset your {brand} password from it. If you can’t get into it, contact {brand} right away.',
      ],
      why: 'To keep your account safe, we always tell an address that an account leaves.',
    },
    'phone-changed': {
      subject: '[{brand}] Your mobile number was changed',
      preview: 'If this wasn’t you, set a new password now.',
      heading: 'Your mobile number was changed',
      intro: 'A new mobile number was added to your {brand} account.',
      ifYou: IF_YOU,
      ifNotYou: [IF_NOT_YOU, `${NEW_PASSWORD} Then add your own mobile number again.`],
      button: 'Reset password',
      why: 'To keep your account safe, we always tell you when its mobile number changes.',
    },
    'account-deleted': {
      subject: '[{brand}] Your account was deleted',
      preview: 'If this wasn’t you, contact {brand} right away.',
      heading: 'Your account was deleted',
      intro: 'Your {brand} account was deleted and can’t be restored. Thank you for being with us.',
      ifYou: IF_YOU,
      ifNotYou: [
        IF_NOT_YOU,
        'contact {brand} right away. Someone else may know your password, so change it wherever else you use it.',
      ],
      why: 'To keep your account safe, we always tell you when it is deleted.',
    },
    'deletion-asked': {
      subject: '[{brand}] Your account will be deleted',
      preview: 'Log in by {until} to keep it.',
      heading: 'Your account will be deleted',
      intro:
        'Your {brand} account will be deleted on {until}, and a deleted account can’t be restored. You’re logged out on all devices. If you change your mind, log in before then.',
      ifYou: IF_YOU,
      ifNotYou: [
        IF_NOT_YOU,
        'log in now to keep the account, and change your password. If you can’t log in, contact {brand} right away.',
      ],
      button: 'Log in and keep the account',
      why: 'To keep your account safe, we always tell you when its deletion is asked for.',
    },
    'account-kept': {
      subject: '[{brand}] Your account is kept',
      preview: 'If this wasn’t you, set a new password now.',
      heading: 'Your account is kept',
      intro: 'Someone logged in to your {brand} account, so it won’t be deleted.',
      ifYou: IF_YOU,
      ifNotYou: [IF_NOT_YOU, NEW_PASSWORD],
      button: 'Set a new password',
      why: 'To keep your account safe, we always tell you when its deletion is taken back.',
    },
    'account-unused': {
      subject: '[{brand}] Your account will be deleted soon',
      preview: 'Log in by {until} to keep it.',
      heading: 'Your account will be deleted soon',
      intro:
        'You haven’t used your {brand} account for a long time. To keep it, log in once by {until}. After that it will be deleted, and a deleted account can’t be restored.',
      button: 'Log in and keep the account',
      ifNotAsked: 'If you no longer need the account, there’s nothing to do.',
      why: 'You got this email because we tell people before we delete an account that isn’t used.',
    },
    'new-log-in': {
      subject: '[{brand}] New log-in to your account',
      preview: 'If this wasn’t you, set a new password now.',
      heading: 'New log-in to your account',
      intro: 'Someone logged in to your {brand} account on a device and network we haven’t seen before.',
      ifYou: IF_YOU,
      ifNotYou: [IF_NOT_YOU, `${NEW_PASSWORD} That logs out every device.`],
      button: 'Reset password',
      why: 'To keep your account safe, we tell you about a log-in from a new place.',
    },
  },
  lifetime: 'Expires in {minutes}. Don’t share the code with anyone.',
  facts: { when: 'When', device: 'Device', ip: 'IP address', newAddress: 'New email', unknown: 'unknown' },
  support: 'Questions? Write to',
  moment: {
    form: '{day} {monthName} {year}, {hour}:{minute} UTC',
    hoursFromUtc: 0,
    am: 'am',
    pm: 'pm',
    months: 'January February March April May June July August September October November December',
  },
  units: {
    minute: '{count} minute',
    minutes: '{count} minutes',
    hour: '{count} hour',
    hours: '{count} hours',
    day: '{count} day',
    days: '{count} days',
  },
};
