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

it.each([
  ['docs/transports.md', /^\| `naver` .*application password.*two-step verification/m],
  ['docs/operations.ko.md', /^\| `naver` .*애플리케이션 비밀번호.*2단계 인증/m],
])('%s says that Naver wants an application password, and what it takes to get one', (path, said) => {
  expect(documentAt(path)).toMatch(said);
});
