// The examples of docs/transports.md can be deployed as they stand.
import { expect, it } from 'vitest';
import { documentAt } from '../support/markdown.ts';
import { type Keys, sandbox } from '../support/stack/config.ts';

const EXAMPLES = [...documentAt('docs/transports.md').matchAll(/^```jsonc\n(.*?)\n```$/gms)].map(
  ([, block = '']): Keys => JSON.parse(`{${block.replaceAll(/^ *\/\/.*$/gm, '')}}`),
);

it('docs/transports.md has examples that can be deployed as they stand', () => {
  const [mailServer, sms, ...others] = EXAMPLES;
  expect(others).toEqual([]);
  expect(sandbox((mailServer?.['sandbox'] ?? {}) as Keys)).toMatchObject({
    usesSes: false,
    mail: { host: 'smtp.naver.com' },
    senderAddress: 'your-team@naver.com',
  });
  expect(sandbox(sms ?? {}).texts).toMatchObject({ countries: { KR: 'sens', JP: 'sns' } });
});
