// Proves what the transport sends to a real SMTP server: the envelope, the exact bytes, few connections, one log-in.
import { createTransport } from 'nodemailer';
import { describe, expect, it } from 'vitest';
import { DependencyError } from '#domain/errors.ts';
import {
  CERTIFICATES,
  CREDENTIALS,
  counting,
  outgoing,
  refusal,
  refusingAt,
  SENDER,
  startServer,
  transportTo,
  wireTo,
} from '../../../support/servers/smtp.ts';

const unknownUser = refusal(550, '5.1.1 User unknown');
const mailboxBusy = refusal(450, '4.3.0 Try later');

/** Refuses some recipients only. */
const startChoosy = (refused: Readonly<Record<string, Error>>) =>
  startServer({
    differences: { onRcptTo: ({ address }, _session, done) => done(refused[address]) },
  });

describe('a mail', () => {
  it('arrives byte for byte, from the sender, under its own Message-ID', async () => {
    const server = await startServer();
    const mail = outgoing('user@example.com', '.a line with a dot\r\n안녕\r\n');
    const messageId = /<.+>/.exec(mail.raw.toString())?.[0];
    expect(await transportTo(server).send(mail)).toEqual({ ok: true, messageId });
    const [received] = server.mails();
    expect(received).toMatchObject({ from: SENDER, to: ['user@example.com'] });
    expect(received?.raw.equals(mail.raw)).toBe(true);
  });

  it('goes to cc and bcc through the envelope only', async () => {
    const server = await startServer();
    const mail = { ...outgoing(), cc: ['cc@example.com'], bcc: ['bcc@example.com', 'other@example.com'] };
    expect(await transportTo(server).send(mail)).toMatchObject({ ok: true });
    const [received] = server.mails();
    expect(received?.to).toEqual(['user@example.com', 'cc@example.com', 'bcc@example.com', 'other@example.com']);
    expect(received?.raw.equals(mail.raw)).toBe(true);
  });

  it('gets no extra recipient from a comma in an address', async () => {
    const server = await startServer();
    await transportTo(server).send(outgoing('user@example.com, victim@example.com'));
    expect(server.mails().flatMap(({ to }) => to)).not.toContain('victim@example.com');
  });

  it('counts as sent when only a cc was refused', async () => {
    const server = await startChoosy({ 'cc@example.com': unknownUser });
    const mail = { ...outgoing(), cc: ['cc@example.com'] };
    expect(await transportTo(server).send(mail)).toMatchObject({ ok: true });
    expect(server.mails()[0]?.to).toEqual(['user@example.com']);
  });

  it.each([
    ['its reader was refused and a cc taken', { 'user@example.com': unknownUser }],
    ['its reader was refused and a cc put off', { 'user@example.com': unknownUser, 'cc@example.com': mailboxBusy }],
  ])('counts as refused when %s', async (_name, refused) => {
    const mail = { ...outgoing(), cc: ['cc@example.com'] };
    expect(await transportTo(await startChoosy(refused)).send(mail)).toEqual({
      ok: false,
      permanent: true,
      reason: 'recipient_refused',
      error: 'SMTP 550 5.1.1',
    });
  });

  it('goes to a server whose certificate has its name', async () => {
    const server = await startServer();
    expect(await transportTo(server, { host: 'localhost' }).send(outgoing())).toMatchObject({ ok: true });
  });

  it('uses TLS from the first byte if the server requires it', async () => {
    const server = await startServer({ differences: { secure: true } });
    expect(await transportTo(server, { secure: true }).send(outgoing())).toMatchObject({ ok: true });
  });
});

describe('connections', () => {
  it('are kept: mails one after the other share one', async () => {
    const { counts, differences } = counting();
    const transport = transportTo(await startServer({ differences }));
    for (const _ of [1, 2, 3, 4]) expect(await transport.send(outgoing())).toMatchObject({ ok: true });
    expect(counts).toMatchObject({ connections: 1, logIns: 1 });
  });

  it('are at most three for a batch', async () => {
    const { counts, differences } = counting();
    const server = await startServer({ differences });
    const transport = transportTo(server);
    const results = await Promise.all(Array.from({ length: 25 }, () => transport.send(outgoing())));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(server.mails()).toHaveLength(25);
    expect(counts.mostOpen).toBeGreaterThan(1);
    expect(counts.connections).toBeLessThanOrEqual(3);
  });

  it('are made when the first mail comes, not before', async () => {
    const { counts, differences } = counting();
    transportTo(await startServer({ differences }));
    expect(counts.connections).toBe(0);
  });

  it.each([
    { seconds: 29, connections: 1 },
    { seconds: 31, connections: 2 },
  ])('that were idle for $seconds s make it $connections: a frozen function trusts no old one', async (row) => {
    const { counts, differences } = counting();
    let now = 0;
    const transport = transportTo(await startServer({ differences }), { now: () => now });
    await transport.send(outgoing());
    now += row.seconds * 1000;
    expect(await transport.send(outgoing())).toMatchObject({ ok: true });
    expect(counts.connections).toBe(row.connections);
  });

  it('that the server has closed in the meantime lose no mail', async () => {
    const { counts, differences } = counting();
    const server = await startServer({ differences });
    const wire = await wireTo(server.port);
    const transport = transportTo(server, { port: wire.port });
    await transport.send(outgoing());
    wire.leadTo(server.port);
    expect(await transport.send(outgoing())).toMatchObject({ ok: true });
    expect(server.mails()).toHaveLength(2);
    expect(counts.connections).toBe(2);
  });

  it('are kept after refused mails', async () => {
    const { counts, differences } = counting();
    const { onRcptTo } = refusingAt('rcpt', unknownUser);
    const transport = transportTo(
      await startServer({ differences: { ...differences, ...(onRcptTo && { onRcptTo }) } }),
    );
    for (const _ of [1, 2, 3, 4, 5, 6, 7, 8]) {
      expect(await transport.send(outgoing())).toMatchObject({ reason: 'recipient_refused' });
    }
    expect(counts.connections).toBeLessThanOrEqual(3);
  });
});

describe('a refused log-in', () => {
  const REFUSED = { ok: false, permanent: false, reason: 'credentials_refused', error: 'SMTP 535 5.7.8' };
  const wrong = { ...CREDENTIALS, password: 'old' };

  /** A secret that was changed after the first read. */
  const changedSecret = (...versions: readonly (typeof CREDENTIALS)[]) => {
    const reads = { asked: 0, forgotten: 0 };
    let kept: typeof CREDENTIALS | undefined;
    return {
      reads,
      secret: {
        read: async () => {
          kept ??= versions[Math.min(reads.asked++, versions.length - 1)];
          if (!kept) throw new Error('no secret');
          return kept;
        },
        forget: () => {
          reads.forgotten++;
          kept = undefined;
        },
      },
    };
  };

  it('is tried once for a whole batch, and not again within a minute', async () => {
    const { counts, differences } = counting();
    let now = 0;
    const { secret, reads } = changedSecret(wrong);
    const transport = transportTo(await startServer({ differences }), { secret, now: () => now });
    const results = await Promise.all(Array.from({ length: 10 }, () => transport.send(outgoing())));
    expect(results).toEqual(Array.from({ length: 10 }, () => REFUSED));
    expect(counts.logIns).toBe(1);
    expect(reads).toEqual({ asked: 2, forgotten: 1 });
    now += 59_000;
    expect(await transport.send(outgoing())).toEqual(REFUSED);
    expect(counts).toMatchObject({ logIns: 1, connections: 1 });
    now += 2000;
    expect(await transport.send(outgoing())).toEqual(REFUSED);
    expect(counts.logIns).toBe(2);
  });

  it('reads the secret again and sends the mail with its new value', async () => {
    const { counts, differences } = counting();
    const server = await startServer({ differences });
    const { secret } = changedSecret(wrong, CREDENTIALS);
    const transport = transportTo(server, { secret });
    const results = await Promise.all(Array.from({ length: 5 }, () => transport.send(outgoing())));
    expect(results.every(({ ok }) => ok)).toBe(true);
    expect(counts.logIns).toBeLessThanOrEqual(4);
    expect(server.mails()).toHaveLength(5);
  });

  it('is over a minute after the secret was corrected', async () => {
    const { counts, differences } = counting();
    let now = 0;
    const { secret } = changedSecret(wrong, wrong, CREDENTIALS);
    const transport = transportTo(await startServer({ differences }), { secret, now: () => now });
    expect(await transport.send(outgoing())).toEqual(REFUSED);
    now += 61_000;
    expect(await transport.send(outgoing())).toMatchObject({ ok: true });
    expect(counts.logIns).toBe(2);
  });

  it('is not affected by a secret that cannot be read again', async () => {
    const { differences } = counting();
    let reads = 0;
    const secret = {
      read: async () => {
        if (reads++ > 0) throw new DependencyError('secrets', new Error('down'));
        return wrong;
      },
      forget: () => undefined,
    };
    expect(await transportTo(await startServer({ differences }), { secret }).send(outgoing())).toEqual(REFUSED);
  });
});

describe('a secret that cannot be read', () => {
  const unreadable = (cause: Error) => ({
    read: () => Promise.reject(new DependencyError('secrets', cause)),
    forget: () => undefined,
  });

  it('counts as refused credentials, with the name of the error; no connection is made', async () => {
    const { counts, differences } = counting();
    const secret = unreadable(Object.assign(new Error('no'), { name: 'ResourceNotFoundException' }));
    const transport = transportTo(await startServer({ differences }), { secret });
    const failure = { ok: false, reason: 'credentials_refused', error: 'ResourceNotFoundException' };
    expect(await transport.send(outgoing())).toEqual({ ...failure, permanent: false });
    expect(await transport.verify()).toEqual(failure);
    expect(counts.connections).toBe(0);
  });
});

describe('verify', () => {
  it('connects, logs in and leaves without a mail', async () => {
    const { counts, differences } = counting();
    const server = await startServer({ differences });
    expect(await transportTo(server).verify()).toEqual({ ok: true });
    expect(counts).toMatchObject({ connections: 1, logIns: 1 });
    await expect.poll(() => counts.open).toBe(0);
    expect(server.mails()).toHaveLength(0);
  });

  it('names what is wrong: the credentials', async () => {
    const server = await startServer({ differences: counting({}).differences });
    expect(await transportTo(server).verify()).toEqual({
      ok: false,
      reason: 'credentials_refused',
      error: 'SMTP 535 5.7.8',
    });
  });

  it('names what is wrong: no STARTTLS', async () => {
    const server = await startServer({ differences: { disabledCommands: ['STARTTLS'] } });
    expect(await transportTo(server).verify()).toMatchObject({ ok: false, reason: 'transport_insecure' });
  });

  it('names what is wrong: no server', async () => {
    const server = await startServer();
    await server.stop();
    expect(await transportTo(server).verify()).toEqual({
      ok: false,
      reason: 'transport_unavailable',
      error: 'ECONNREFUSED',
    });
  });
});

describe('the local server', () => {
  it('shows a mail as one message for each recipient, decoded, with link and code', async () => {
    const server = await startServer();
    const { port, host } = server;
    const sender = createTransport({
      host,
      port,
      requireTLS: true,
      tls: { ca: (await CERTIFICATES).authority },
      auth: { user: CREDENTIALS.user, pass: CREDENTIALS.password },
    });
    await sender.sendMail({
      from: SENDER,
      to: ['a@example.com', 'b@example.com'],
      subject: '안녕하세요 여러분, 인증번호예요',
      text: '코드 123456 https://a.example/verify?AbC-_9AbC-_9AbC-_9AbC-_9.ko',
      html: '<p>코드 = 123456</p>',
    });
    expect(server.messages()).toEqual(
      ['a@example.com', 'b@example.com'].map((to) => ({
        channel: 'email',
        to,
        subject: '안녕하세요 여러분, 인증번호예요',
        text: expect.stringContaining('코드 123456 https'),
        html: '<p>코드 = 123456</p>',
        link: 'https://a.example/verify?AbC-_9AbC-_9AbC-_9AbC-_9.ko',
        token: 'AbC-_9AbC-_9AbC-_9AbC-_9',
        code: '123456',
        at: expect.any(String),
      })),
    );
  });
});
