// A stage that is deployed as it is committed sends no mail: synth warns of every key that is still an example.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exampleKeys, exampleWarning } from '../../lib/example-names.ts';
import { type Keys, production, read, sandbox } from '../support/stack/config.ts';

const { context: committed } = JSON.parse(readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'));

/** Without an example in it. */
const OWN: Keys = { senderEmail: 'no-reply@modu.kr' };

describe('the warning of examples', () => {
  it.each([
    ['sandbox', ['senderEmail', 'sandboxRecipients', 'alarmEmail']],
    ['production', ['senderDomain', 'supportAddress', 'appUrl', 'allowedOrigins', 'alarmEmail']],
  ])('names every key of the committed %s that holds one', (stage, keys) => {
    expect(exampleKeys(read({ ...committed, stage }))).toEqual(keys);
  });

  it('tells the operator what to do', () => {
    expect(exampleWarning(production({ alarmEmail: 'ops@example.net', senderDomain: 'modu.kr' }))).toBe(
      'These keys still have a name such as example.com, which nobody can own: alarmEmail. Write your own into cdk.json.',
    );
  });

  it('is not there for names that somebody may own', () => {
    const own = {
      ...OWN,
      sandboxRecipients: ['minji@myexample.com', 'jun@example.co.kr'],
      allowedOrigins: ['http://localhost:5173'],
      alarmEmail: 'ops@modu.kr',
    };
    expect(exampleWarning(sandbox(own))).toBeUndefined();
  });

  it.each(['example.com', 'mail.example.org', 'modu.example'])('knows %s', (domain) => {
    expect(exampleKeys(sandbox({ ...OWN, alarmEmail: `ops@${domain}` }))).toEqual(['alarmEmail']);
  });
});
