// What owners, strangers and thieves do over HTTP, each from an address of this machine.
import { freshAddress, type LocalAnswer, PASSWORD, tokenOf, type useLocalService } from './local-service.ts';

export type Service = ReturnType<typeof useLocalService>;
export type Client = ReturnType<Service['from']>;

let networks = 0;
/** The first three parts of 127.x.y.z: a /24 that nothing has used. macOS has 127.0.0.1 alone, unless `ifconfig lo0 alias` adds others. */
export const freshLocalNetwork = (): string => {
  networks++;
  return `127.${1 + (networks >> 8)}.${networks & 255}`;
};

/** A client in a network of its own. */
export const aClient = (service: Service): Client => service.from(`${freshLocalNetwork()}.9`);

/** Returns refusals too. */
export const logIn = (client: Pick<Client, 'post'>, email: string, password = PASSWORD): Promise<LocalAnswer> =>
  client.post('/login', { email, password });

/** What a browser sends, for the device that notices and lists show. */
export const CHROME = {
  'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
};

export interface Asked {
  readonly continuation: string;
  readonly link: string;
  readonly token: string;
  readonly code: string;
}

const proofs = async (service: Service, address: string) =>
  (await service.messagesTo(address)).filter(({ link, code }) => link !== undefined && code !== undefined);

/** Sends a request for a mail to `address`; returns that mail. */
export const ask = async (
  service: Service,
  path: string,
  address: string,
  { client = service, body = { email: address }, headers = {} }: AskOptions = {},
): Promise<Asked> => {
  const before = (await proofs(service, address)).length;
  const answer = await client.post(path, body, headers);
  if (answer.status !== 202) throw new Error(`${path} answered ${answer.status} ${answer.text}`);
  const mail = await service.until(async () => (await proofs(service, address))[before], `the mail of ${path}`);
  const { link = '', code = '' } = mail;
  return { continuation: answer.body.continuation, link, token: tokenOf({ link }), code };
};
interface AskOptions {
  readonly client?: Pick<Client, 'post'>;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Moves the account to a new address with its password, as an owner or a thief does. */
export const moveAccount = async (
  service: Service,
  accessToken: string,
  { password = PASSWORD, newEmail = freshAddress(), ...more }: MoveOptions = {},
) => {
  const headers = { authorization: `Bearer ${accessToken}` };
  const body = { newEmail, password, ...more };
  const { token, continuation } = await ask(service, '/me/email', newEmail, { body, headers });
  const { status, text, body: moved } = await service.post('/me/email/confirm', { token, continuation });
  if (status !== 200) throw new Error(`/me/email/confirm answered ${status} ${text}`);
  return { newEmail, accessToken: moved.accessToken as string, refreshToken: moved.refreshToken as string };
};
interface MoveOptions {
  readonly password?: string;
  readonly newEmail?: string;
  readonly oldMailboxLost?: true;
}

/** The first mail to `address` with this in its subject. */
export const mailAbout = (service: Service, address: string, subject: string) =>
  service.until(
    async () => (await service.messagesTo(address)).find((mail) => mail.subject.includes(subject)),
    `a mail about "${subject}"`,
  );

/** Moves the clock to the start of an hour or a day of the clock, which limits count. */
const startOf = async (service: Service, seconds: number): Promise<void> => {
  const now = await service.advance(0);
  await service.advance(seconds - (Math.floor(now.getTime() / 1000) % seconds));
};
export const startOfHour = (service: Service): Promise<void> => startOf(service, 3600);
export const startOfDay = (service: Service): Promise<void> => startOf(service, 24 * 3600);
