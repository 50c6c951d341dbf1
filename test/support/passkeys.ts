// Passkeys as a browser makes them and uses them, with an authenticator that is not of our making.
import type { WebAuthnEmulator } from 'nid-webauthn-emulator';
import { bearer } from './account.ts';
import { createBrowser, type DeviceOptions } from './authenticator.ts';
import type { Answer, TestService } from './service.ts';
import { PASSWORD } from './sign-up.ts';

/** Of the issuer of the test service. */
export const PASSKEY_DOMAIN = 'api.example';
export const PASSKEY_ORIGIN = 'https://api.example';

/** A browser with an authenticator of its own. */
export const createDevice = (options: DeviceOptions = {}): WebAuthnEmulator => createBrowser(options).browser;

type Proof = Readonly<Record<string, unknown>>;

export const askToAdd = (
  service: TestService,
  accessToken: string,
  proof: Proof = { password: PASSWORD },
): Promise<Answer> => service.post('/me/passkeys/options', proof, { headers: bearer(accessToken) });

export const createCredential = async (service: TestService, accessToken: string, device: WebAuthnEmulator) => {
  const asked = await askToAdd(service, accessToken);
  if (asked.status !== 200) throw new Error(`the options were answered ${asked.status} ${asked.text}`);
  return device.createJSON(PASSKEY_ORIGIN, asked.body.options);
};

/** With the password of the tests. */
export const addPasskey = async (
  service: TestService,
  accessToken: string,
  device: WebAuthnEmulator,
  name?: string,
): Promise<Answer> => {
  const credential = await createCredential(service, accessToken, device);
  return service.post('/me/passkeys', { credential, ...(name && { name }) }, { headers: bearer(accessToken) });
};

export const useCredential = async (service: TestService, device: WebAuthnEmulator) => {
  const { body } = await service.post('/login/passkey/options', {});
  return device.getJSON(PASSKEY_ORIGIN, body.options);
};

export const logInByPasskey = async (service: TestService, device: WebAuthnEmulator): Promise<Answer> =>
  service.post('/login/passkey', { credential: await useCredential(service, device) });

export const listPasskeys = async (service: TestService, accessToken: string) =>
  (await service.request({ method: 'GET', path: '/me/passkeys', headers: bearer(accessToken) })).body.passkeys;

export const removePasskey = (
  service: TestService,
  accessToken: string,
  id: string,
  proof: Proof = { password: PASSWORD },
): Promise<Answer> =>
  service.request({ method: 'DELETE', path: '/me/passkeys', headers: bearer(accessToken), body: { id, ...proof } });
