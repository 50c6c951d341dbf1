// The examples of docs/webhooks.md: the configuration can be deployed, and the code verifies what is sent.
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { webhookHeaders } from '#domain/webhooks/signature.ts';
import { documentAt } from '../support/markdown.ts';
import { sandbox } from '../support/stack/config.ts';

const PAGES = ['docs/webhooks.md', 'docs/webhooks.ko.md'] as const;
const blockOf = (page: string, language: string): string =>
  new RegExp(`^ *\`\`\`${language}\\n(.*?)\\n *\`\`\`$`, 'ms').exec(documentAt(page))?.[1] ?? '';

const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

describe.each(PAGES)('%s', (page) => {
  it('has an example that can be deployed as it stands', () => {
    const { webhooks = [] } = sandbox(JSON.parse(`{${blockOf(page, 'json')}}`));
    expect(webhooks.map(({ name, events }) => ({ name, events }))).toEqual([
      { name: 'orders', events: ['user.*', 'session.reused'] },
    ]);
  });

  it('has code for Node that accepts what is sent, and nothing else', async () => {
    const source = `data:text/javascript,${encodeURIComponent(blockOf(page, 'js'))}`;
    const { isFromLatchkey } = await import(source);
    const [secret, other] = [newSecret(), newSecret()];
    const body = Buffer.from('{"type":"user.created","data":{"이름":"모두"}}');
    const sign = (minutes = 0, secrets = [other, secret]) =>
      webhookHeaders({ id: 'u.e', at: Date.now() + minutes * 60_000, body: body.toString() }, { secrets });
    expect(isFromLatchkey(sign(), body, secret)).toBe(true);
    expect(isFromLatchkey(sign(4), body, secret)).toBe(true);
    const refused = [
      isFromLatchkey(sign(), Buffer.from('{}'), secret),
      isFromLatchkey(sign(-6), body, secret),
      isFromLatchkey(sign(6), body, secret),
      isFromLatchkey(sign(0, [other]), body, secret),
      isFromLatchkey({ ...sign(), 'webhook-id': 'u.f' }, body, secret),
      isFromLatchkey({ ...sign(), 'webhook-timestamp': 'now' }, body, secret),
      isFromLatchkey({ ...sign(), 'webhook-signature': 'v1,ü v1a,x  ' }, body, secret),
      isFromLatchkey({}, body, secret),
    ];
    expect(refused).toEqual(refused.map(() => false));
  });
});

it('the code is the same in both languages, but for its comments', () => {
  const [english = '', korean = ''] = PAGES.map((page) => blockOf(page, 'js').replaceAll(/^\/\*\*.*$/gm, ''));
  expect(korean).toBe(english);
  const python = PAGES.map((page) => blockOf(page, 'python').replaceAll(/^ *""".*$/gm, ''));
  expect(python[1]).toBe(python[0]);
});
