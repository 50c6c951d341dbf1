// One token of each kind, as the local service issues them to a person.
import { createLatchkey } from '../../../client/index.ts';
import { openBrowser } from './local-browser.ts';
import type { useLocalService } from './local-service.ts';

const CALLBACK = 'http://127.0.0.1:51004/callback';

/** `address` gets a one-time code, whose proof is for the act `transfer`. */
export const takeLocalTokens = async (service: ReturnType<typeof useLocalService>, address: string) => {
  const browser = await openBrowser(service);
  const app = createLatchkey({ issuer: service.url, clientId: 'local', redirectUri: CALLBACK });
  await app.handleCallback((await browser.visit(await app.logIn())).href);
  const { accessToken = '', idToken = '' } = app.session() ?? {};
  await service.advance(61);
  const { body } = await service.post('/otp', { channel: 'email', to: address, context: 'transfer' });
  const code = (await service.waitForMessages(address))[0]?.code;
  const checked = await service.post('/otp/check', { code, continuation: body.continuation });
  const proof: string = checked.body.proof;
  return { access: accessToken, id: idToken, proof, address, userId: browser.userId };
};
