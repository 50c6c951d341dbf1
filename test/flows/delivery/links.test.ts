// Where the link of each mail leads: to the page of its purpose, of this deployment.
import { describe, expect, it } from 'vitest';
import { anOwner, askEmailChange, type Owner } from '../../support/email-change.ts';
import { freshAddress } from '../../support/real-store.ts';
import { createTestService, type TestService } from '../../support/service.ts';
import { beginSignUp, mailTo } from '../../support/sign-up.ts';

/** Asks for a mail; resolves to the address it goes to. */
type Ask = (service: TestService, owner: Owner) => Promise<string>;

const signUp: Ask = async (service) => (await beginSignUp(service, freshAddress())).address;
const askAs =
  (path: string): Ask =>
  async (service, { address }) => {
    await service.post(path, { email: address });
    return address;
  };
const changeAddress: Ask = async (service, owner) => {
  const address = freshAddress();
  await askEmailChange(service, owner, address);
  return address;
};

describe('the link of a mail', () => {
  it.each<[string, string, Ask]>([
    ['a sign-up', '/verify', signUp],
    ['a reset', '/reset', askAs('/reset')],
    ['a log-in', '/login', askAs('/login/link')],
    ['a change of address', '/email/confirm', changeAddress],
  ])('for %s leads to %s', async (_name, page, ask) => {
    const service = createTestService();
    const owner = await anOwner(service);
    service.advance(61);
    const { text } = await mailTo(service, await ask(service, owner));
    const links = [...text.matchAll(/(https:\S+)\?[\w-]+\.ko$/gm)].map(([, link]) => link);
    expect(new Set(links)).toEqual(new Set([`https://api.example${page}`]));
  });

  it('of a sign-up is found with one look for an account', async () => {
    const service = createTestService();
    const { address } = await beginSignUp(service, freshAddress());
    service.operations.splice(0);
    await mailTo(service, address);
    expect(service.operations.filter((operation) => operation.includes('claim'))).toEqual(['load claim']);
  });
});
