// A real SMTP server on a laptop defers 200 mails of one domain for an hour of the local clock: people at other domains notice
// nothing, and after the hour the mails of that domain go on.
import { expect, it } from 'vitest';
import { startSmtpServer } from '../../bin/local/mail/smtp-server.ts';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { refusal } from '../support/servers/smtp.ts';

const ACCOUNT = { user: 'latchkey', password: 'latchkey' };
const SLOW = 'slow.example';
const server = { isDeferring: true, tries: 0 };

const smtp = await startSmtpServer({
  port: 0,
  users: { [ACCOUNT.user]: ACCOUNT.password },
  differences: {
    onRcptTo: ({ address }, _session, done) => {
      const isSlow = address.endsWith(`@${SLOW}`);
      if (isSlow) server.tries++;
      done(isSlow && server.isDeferring ? refusal(450, '4.7.1 Try again later') : undefined);
    },
  },
});

const service = useLocalService({
  mail: {
    transport: 'smtp',
    server: {
      ...ACCOUNT,
      host: smtp.host,
      port: smtp.port,
      secure: false,
      senderEmail: 'no-reply@latchkey.example',
      certificateAuthority: smtp.certificateAuthority,
    },
  },
});

const MAILS = 200;
/** Few enough that a busy machine refuses none. */
const AT_ONCE = 4;
const PARTS = 7;
/** The third turn comes before the links end after half an hour, and less than one turn of 120 s before. */
const SECONDS = 561;
/** In the last of them a link would end before the next one. */
const TURNS = 3;
/** Each of these clients may sign up ten in a minute. */
const signUp = async (index: number, domain: string): Promise<string> => {
  const email = freshAddress().replace(/@.*/, `@${domain}`);
  const client = service.from(`127.77.${Math.floor(index / 10)}.1`);
  const { status } = await client.post('/signup', { email, password: PASSWORD });
  expect(status).toBe(202);
  return email;
};
const has = (address: string): boolean => smtp.messages().some(({ to }) => to === address);
const linesOf = (event: string) => service.lines.map((line) => JSON.parse(line)).filter((line) => line.event === event);

it('mails to other domains do not wait, and the deferred ones go on afterwards', async () => {
  const slow: string[] = [];
  for (let index = 0; index < MAILS; index += AT_ONCE) {
    slow.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, client) => signUp(index + client, SLOW)))));
  }
  await service.settled();

  const count = (...events: readonly string[]) => events.flatMap(linesOf).length;
  const turns = () => count('mail_queued', 'mail_failed');
  const until = (isTrue: () => boolean, what: string) => service.until(async () => isTrue() || undefined, what);
  // An hour, with a person at another domain after each part. The links live for half of it.
  for (let part = 1; part <= PARTS; part++) {
    const before = turns();
    await service.advance(SECONDS);
    await signUp(10 * MAILS + part, 'quick.example');
    await until(() => count('mail_sent') === part, 'the mail of a visitor');
    if (part <= TURNS) await until(() => turns() >= before + MAILS, 'the next turns');
  }
  expect(Math.max(...linesOf('mail_sent').map(({ waitedSeconds }) => waitedSeconds))).toBeLessThanOrEqual(5);
  expect(slow.some(has)).toBe(false);
  await until(() => count('mail_failed') === MAILS, 'the end of each link');
  const failures = linesOf('mail_failed').map(({ reason }) => reason);
  expect(failures).toEqual(Array.from({ length: MAILS }, () => 'recipient_deferred'));
  // The mails of one turn come at once, and one of them tries.
  expect(server.tries).toBeGreaterThanOrEqual(MAILS + TURNS);
  expect(server.tries).toBeLessThanOrEqual(MAILS + 5 * TURNS);

  server.isDeferring = false;
  const address = await signUp(10 * MAILS + 10, SLOW);
  await service.until(async () => (has(address) ? true : undefined), 'the mail to the domain that takes mails again');
  await smtp.stop();
});
