// The command line of the doctor: what it accepts, and what it refuses before any call.
import { describe, expect, it } from 'vitest';
import { languageOf, readArguments } from '../../../bin/doctor/arguments.ts';
import { UserError } from '../../../bin/user-error.ts';

const commandOf = (...words: readonly string[]) => {
  const { command } = readArguments(words, {});
  if (command.name !== 'other') return command;
  const { name, argument } = command.ready;
  return { name, argument };
};
const refusalOf = (words: readonly string[]): string => {
  try {
    readArguments(words, {});
  } catch (error) {
    if (error instanceof UserError) return error.words.en.split('\n')[0] ?? '';
  }
  return 'taken';
};

describe('the command line', () => {
  it.each([
    [[], { name: 'check', address: undefined }],
    [['--address', 'Minji@Example.COM'], { name: 'check', address: 'minji@example.com' }],
    [['delivery-times'], { name: 'delivery-times', argument: undefined }],
    [['redrive'], { name: 'redrive', argument: undefined }],
    [['after-restore'], { name: 'after-restore', argument: { since: undefined, isConfirmed: false } }],
    [
      ['after-restore', '--yes', '--since', '1970-01-01T00:00:01Z'],
      { name: 'after-restore', argument: { since: 1000, isConfirmed: true } },
    ],
    [
      ['send', '--to', 'bounce+one@simulator.amazonses.com'],
      { name: 'send', argument: { channel: 'email', to: 'bounce+one@simulator.amazonses.com' } },
    ],
    [
      ['send', '--to', 'No-Reply@Example.com'],
      { name: 'send', argument: { channel: 'email', to: 'no-reply@example.com' } },
    ],
    [['send', '--text', '+821012345678', '--yes'], { name: 'send', argument: { channel: 'sms', to: '+821012345678' } }],
    [['--before-deploy'], { name: 'before-deploy' }],
    [['check', '--before-deploy'], { name: 'before-deploy' }],
    [['redrive', '--help'], { name: 'help' }],
  ])('reads %j', (words, command) => {
    expect(commandOf(...words)).toEqual(command);
  });

  it('reads the options beside any command', () => {
    const words = ['redrive', '--stage', 'production', '--json', '--lang', 'ko', '--dns', '127.0.0.1:53'];
    expect(readArguments(words, { LANG: 'en_US.UTF-8', LATCHKEY_DNS: '9.9.9.9' }).options).toEqual({
      stage: 'production',
      isJson: true,
      language: 'ko',
      nameServer: '127.0.0.1:53',
    });
  });

  it('takes the name server from LATCHKEY_DNS when no option names one', () => {
    expect(readArguments([], { LATCHKEY_DNS: '127.0.0.1:5353' }).options.nameServer).toBe('127.0.0.1:5353');
  });

  it.each([
    [['frobnicate'], 'there is no command "frobnicate"'],
    [['trace', 'a@example.com'], '"trace" is now: npm run admin -- explain'],
    [['suppress'], '"suppress" is now: npm run admin -- suppress'],
    [['unsuppress', 'a@example.com', '--json'], '"unsuppress" is now: npm run admin -- unsuppress'],
    [['redrive', 'now'], 'too many words after "redrive"'],
    [['redrive', '--address', 'a@example.com'], '--address cannot be used with a command'],
    [['redrive', '--before-deploy'], '--before-deploy is used alone'],
    [['--before-deploy', '--address', 'a@example.com'], '--before-deploy is used alone'],
    [['--before-deploy', '--yes'], '--yes can only be used with "send" and "after-restore"'],
    [['--before-deploy', 'check', 'twice'], 'too many words after "check"'],
    [['--to', 'success@simulator.amazonses.com'], '--to can only be used with "send"'],
    [['--lang', 'fr'], '--lang must be ko or en'],
    [['--yes'], '--yes can only be used with "send" and "after-restore"'],
    [['redrive', '--since', '2026-01-31'], '--since can only be used with "after-restore"'],
    [['after-restore', '--since', 'soon'], '--since must be a time such as 2026-01-31T09:00:00Z'],
    [['after-restore', '--to', 'a@example.com'], '--to can only be used with "send"'],
    [['after-restore', 'now'], 'too many words after "after-restore"'],
    [['redrive', '--text', '+821012345678'], '--text can only be used with "send"'],
    [['send'], '"send" needs --to or --text'],
    [['send', '--to', 'nobody'], 'that is not an email address'],
    [['send', '--to', 'a@example.com', '--yes'], '--yes can only be used with --text'],
    [['send', '--to', 'a@example.com', '--text', '+821012345678'], '--to and --text cannot be used together'],
    [['send', '--text', '010-1234-5678', '--yes'], '--text must be a phone number such as +821012345678'],
    [
      ['send', '--text', '+821012345678'],
      '--text sends an SMS that costs money and reaches a person: to confirm, add --yes',
    ],
  ])('refuses %j', (words, why) => {
    expect(refusalOf(words)).toBe(why);
  });

  it('refuses an option it does not know, by its name', () => {
    expect(refusalOf(['--loud'])).toMatch(/--loud/);
  });

  it.each([
    [{ LANG: 'ko_KR.UTF-8' }, 'ko'],
    [{ LANG: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'ko_KR.UTF-8', LC_ALL: 'C' }, 'en'],
    [{}, 'en'],
  ])('speaks by %j %s', (environment, language) => {
    expect(languageOf(environment)).toBe(language);
  });
});
