// The Python of docs/webhooks.md: it accepts what is sent, and nothing else.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { webhookHeaders } from '#domain/webhooks/signature.ts';
import { documentAt } from '../support/markdown.ts';

const [, CODE = ''] = /^```python\n(.*?)\n```$/ms.exec(documentAt('docs/webhooks.md')) ?? [];
const ASK = `
import json, sys
for headers, body, secret in json.load(sys.stdin):
    print(is_from_latchkey(headers, body.encode(), secret))
`;

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

it('the code for Python verifies webhooks', () => {
  const [secret, other] = [newSecret(), newSecret()];
  const body = '{"type":"user.created","data":{"이름":"모두"}}';
  const sign = (at = Date.now()) => webhookHeaders({ id: 'u.e', at, body }, { secrets: [other, secret] });
  const cases = [
    [sign(), body, secret],
    [sign(), `${body} `, secret],
    [sign(), body, newSecret()],
    [sign(Date.now() - 360_000), body, secret],
    [{ ...sign(), 'webhook-timestamp': '²' }, body, secret],
    [{}, body, secret],
  ];
  const input = JSON.stringify(cases);
  const output = execFileSync('python3', ['-B', '-c', `${CODE}\n${ASK}`], { input, encoding: 'utf8' });
  expect(output.trim().split('\n')).toEqual(['True', 'False', 'False', 'False', 'False', 'False']);
});
