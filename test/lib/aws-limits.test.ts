// What AWS would refuse during the deployment does not synthesise: too many variables, too long a policy. What it may refuse is a warning.
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../lib/config/faults.ts';
import { createStack, propertiesOf, readable, synthesise } from '../support/stack/stack.ts';

const MAXIMUM_BYTES = 4096;

const LARGE = {
  sms: Object.fromEntries(
    [
      ...['KR', 'JP', 'US', 'CN', 'TW', 'HK', 'SG', 'VN', 'TH', 'PH', 'MY', 'ID', 'IN', 'AU', 'NZ', 'CA', 'GB', 'FR'],
      ...['DE', 'IT', 'ES', 'PT', 'NL', 'BE', 'CH', 'AT', 'SE', 'NO', 'DK', 'FI', 'PL', 'CZ', 'BR', 'MX', 'AR', 'CL'],
    ].map((country) => [country, 'sns']),
  ),
  theme: { background: '#ffffff', backgroundDark: '#000000', cornerRadius: 8, fontFamily: '맑은 고딕, 나눔고딕' },
  brandName: '모두의마켓 모두의마켓 모두의마켓',
};
const originsOf = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `https://app-${index + 10}.our-long-company-name.example`);

const faultsOf = (keys: object): string[] => {
  try {
    createStack('production', { ...LARGE, ...keys });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ path, message }) => `${path}: ${message}`);
  }
};

describe('the variables of a function', () => {
  it('fit with a plausible large configuration', () => {
    expect(faultsOf({ allowedOrigins: originsOf(13) })).toEqual([]);
  });

  it('that are too long are a fault that names the function and what to shorten', () => {
    expect(faultsOf({ allowedOrigins: originsOf(80) })).toEqual([
      expect.stringMatching(
        /^production: makes the variables of the function Courier\/Function up to \d{4} bytes long, and Lambda takes 4096: shorten allowedOrigins \(\d+\), sms \(\d+\), brand \(\d+\)$/,
      ),
    ]);
  });

  it('are judged by their longest: the last number of origins that is accepted fits with real names', () => {
    let [last, refused] = [13, 80];
    while (refused - last > 1) {
      const middle = Math.floor((last + refused) / 2);
      if (faultsOf({ allowedOrigins: originsOf(middle) }).length === 0) last = middle;
      else refused = middle;
    }
    const functions = synthesise('production', { ...LARGE, allowedOrigins: originsOf(last) }).findResources(
      'AWS::Lambda::Function',
    );
    const sizes = Object.values(functions).map((made) => {
      const variables = Object.entries<unknown>(propertiesOf(made)['Environment'].Variables);
      const real = variables.map(([name, value]) => [name, realistic(readable(value))]);
      return Buffer.byteLength(JSON.stringify(Object.fromEntries(real)));
    });
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MAXIMUM_BYTES);
    expect(Math.max(...sizes)).toBeGreaterThan(MAXIMUM_BYTES - 300);
  });
});

describe('the policy of the courier', () => {
  const recipientsOf = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `colleague-${index + 100}@our-long-company-name.example`);
  const faultFor = (count: number): string[] => {
    try {
      createStack('sandbox', { sandboxRecipients: recipientsOf(count) });
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.faults.map(({ path, message }) => `${path}: ${message}`);
    }
  };

  it('has room for a team, and refuses a crowd', () => {
    expect(faultFor(40)).toEqual([]);
    expect(faultFor(120)).toEqual([
      expect.stringMatching(/^sandbox\.sandboxRecipients: makes a policy of up to \d+ characters, and IAM takes 10240/),
    ]);
  });
});

describe('reserved concurrency', () => {
  const warningsOf = (keys: Readonly<Record<string, unknown>>) =>
    Annotations.fromStack(createStack('sandbox', keys).stack)
      .findWarning('*', Match.stringLikeRegexp('concurrent runs'))
      .map(({ entry }) => String(entry.data));

  it('is a warning, since a new account has nothing to reserve', () => {
    expect(warningsOf({})).toEqual([]);
    expect(warningsOf({ reservedConcurrency: 5 })).toEqual([
      expect.stringMatching(/keep 65 concurrent runs: AWS refuses that to an account with fewer than 165/),
    ]);
  });
});

/** With what AWS puts in place of references. */
const realistic = (text: string): string =>
  text
    .replaceAll('<AWS::URLSuffix>', 'amazonaws.com')
    .replaceAll(/<HttpApi\.ApiEndpoint>/g, 'https://abcdefghij.execute-api.ap-northeast-2.amazonaws.com')
    .replaceAll(/<HttpApi>/g, 'abcdefghij')
    .replaceAll(/<Keys\w+\.Arn>/g, 'arn:aws:kms:ap-northeast-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab')
    .replaceAll(
      /<Courier(\w+)>/g,
      'https://sqs.ap-northeast-2.amazonaws.com/111122223333/Latchkey-production-Courier$10123ABCD-AbCdEfGhIjKl',
    )
    .replaceAll(/<(Tables\w+)>/g, 'Latchkey-production-$10123ABCD-1ABCDEFGHIJKL')
    .replaceAll(/<Mail\w+>/g, 'MailConfigurationSet0123ABCD-AbCdEfGhIjKl');
