// The Python of docs/integrate/back-ends.md, with PyJWT: it takes access tokens of the local service, and nothing else.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { codeBlocksOf, documentAt } from '../support/markdown.ts';

const service = useLocalService();

const JUDGE = `
import sys
for token in sys.argv[1:]:
    try:
        print(account_of(token))
    except jwt.PyJWTError as error:
        print(type(error).__name__)
`;

/** The clock stays that of the machine, because PyJWT has no other. */
const takeTokens = async () => {
  const [email, password, to] = [freshAddress(), PASSWORD, freshAddress()];
  const begun = await service.post('/signup', { email, password });
  const { code } = await service.waitForLink(email);
  const { body } = await service.post('/verify', { code, continuation: begun.body.continuation });
  const sent = await service.post('/otp', { channel: 'email', to });
  const [message] = await service.waitForMessages(to);
  const checked = await service.post('/otp/check', { code: message?.code, continuation: sent.body.continuation });
  return { access: String(body.accessToken), proof: String(checked.body.proof), account: body.user.id };
};

it('takes access tokens alone', async () => {
  const { access, proof, account } = await takeTokens();
  const [block] = codeBlocksOf(documentAt('docs/integrate/back-ends.md')).filter(
    ({ language }) => language === 'python',
  );
  const code = block?.code.replaceAll('https://auth.example.com', service.url);
  const forged = `${access.slice(0, -20)}${'A'.repeat(20)}`;
  const { stdout } = await promisify(execFile)('python3', ['-c', `${code}${JUDGE}`, access, proof, forged]);
  expect(stdout.trim().split('\n')).toEqual([account, 'InvalidTokenError', 'InvalidSignatureError']);
});
