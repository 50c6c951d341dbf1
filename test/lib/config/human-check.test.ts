// The key `humanCheck`: what it takes, what it says about mistakes, and which functions get its secret.
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '#schemas/settings.ts';
import { settingsOf } from '../../../lib/settings-variable.ts';
import { sandbox, sandboxFaults } from '../../support/stack/config.ts';
import { synthesise } from '../../support/stack/stack.ts';
import { TRUSTED_CALLER } from '../../support/trusted-caller.ts';

const SECRET = 'arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:turnstile-AbCdEf';
const HUMAN_CHECK = { provider: 'turnstile', mode: 'whenBombed', siteKey: '0x4AAAAAAAsitekey', secretArn: SECRET };
const faultsOf = (change: object, rest: object = {}) =>
  Object.keys(sandboxFaults({ humanCheck: { ...HUMAN_CHECK, ...change }, ...rest }));

describe('humanCheck', () => {
  it('is off unless it is set', () => {
    expect(sandbox({}).humanCheck).toBeUndefined();
    expect(settingsOf(sandbox({}), 'https://api.example')).not.toHaveProperty('humanCheck');
  });

  it('is taken as it is, and the functions learn all but where the secret is', () => {
    const trustedCallers = [TRUSTED_CALLER];
    const humanCheck = { ...HUMAN_CHECK, mode: 'on', sendsAddress: true, exempt: ['backend'] };
    const config = sandbox({ humanCheck, trustedCallers });
    expect(config.humanCheck).toEqual(humanCheck);
    const { provider: _provider, secretArn: _secretArn, ...told } = humanCheck;
    expect(parseSettings(settingsOf(config, 'https://api.example')).humanCheck).toEqual(told);
  });

  it.each([
    ['another provider', { provider: 'recaptcha' }, 'humanCheck.provider'],
    ['a mode that is none', { mode: 'off' }, 'humanCheck.mode'],
    ['a key for tests that always passes', { siteKey: '1x00000000000000000000AA' }, 'humanCheck.siteKey'],
    ['a key for tests that always blocks', { siteKey: '2x00000000000000000000AB' }, 'humanCheck.siteKey'],
    ['the secret key in the place of its ARN', { secretArn: '0x4AAAAAAAsecret' }, 'humanCheck.secretArn'],
    ['no secret', { secretArn: undefined }, 'humanCheck.secretArn'],
    ['a caller that is not known', { exempt: ['backend'] }, 'humanCheck.exempt'],
    ['a key that is none', { secret: '0x4AAAAAAAsecret' }, 'humanCheck.secret'],
  ])('refuses %s', (_, change, path) => {
    expect(faultsOf(change)).toEqual([`sandbox.${path}`]);
  });
});

describe('the stack', () => {
  const functionsWith = (template: Template) =>
    Object.values(
      template.findResources('AWS::Lambda::Function', {
        Properties: { Environment: { Variables: Match.objectLike({ HUMAN_CHECK_SECRET: SECRET }) } },
      }),
    ).map(({ Properties }) => Properties.Description);

  it('gives the secret to the functions that send messages to anybody, and to no other', () => {
    const template = synthesise('sandbox', { humanCheck: HUMAN_CHECK });
    expect(functionsWith(template).toSorted()).toEqual([
      'Latchkey: begins sign-ups',
      'Latchkey: logs in, refreshes and logs out',
      'Latchkey: one-time codes without an account',
      'Latchkey: resets passwords',
    ]);
    const policies = Object.values(template.findResources('AWS::IAM::Policy')).filter((policy) =>
      JSON.stringify(policy).includes(SECRET),
    );
    expect(policies).toHaveLength(4);
  });

  it('has nothing of it without the key', () => {
    const template = synthesise('sandbox');
    expect(JSON.stringify(template.toJSON())).not.toMatch(/HUMAN_CHECK|humanCheck/);
  });
});
