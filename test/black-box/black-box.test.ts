// `npm start` behaves as a deployment does: the same flows, over HTTP, against the local service.
import { expect, it } from 'vitest';
import { useLocalTarget } from '../support/local/local-target.ts';
import { describeFlows } from './flows/black-box-flows.ts';
import { pendingSignUp } from './flows/target.ts';

const { target, messagesTo } = useLocalTarget({ mail: { transport: 'ses' } });

describeFlows('the local service', target);

it('the local inbox shows link and code separately from the text', async () => {
  const { address, token, code } = await pendingSignUp(target());
  const [message] = await messagesTo(address);
  expect(message).toMatchObject({ channel: 'email', link: `${target().issuer}/verify?${token}.ko`, code });
  expect(new Date(message?.at ?? '').toISOString()).toBe(message?.at);
});
