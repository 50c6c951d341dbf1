// Proves over real sockets that, whatever an SMTP server does, no mail is lost, none is sent in clear, and each reason is noted.
import { describe, expect, it } from 'vitest';
import { createFallbackTransport } from '#adapters/mail/fallback-transport.ts';
import { DEADLINE_MILLISECONDS } from '#adapters/mail/smtp/smtp-connection.ts';
import type { DeliveryReason } from '#domain/delivery/reasons.ts';
import type { MailTransport, OutgoingMail } from '#domain/ports/delivery.ts';
import { createLogger } from '#runtime/logger.ts';
import { makeCertificates } from '../../../../bin/local/mail/certificates.ts';
import {
  CERTIFICATES,
  LARGE_BODY,
  outgoing,
  refusal,
  refusingAt,
  type Stage,
  startServer,
  transportTo,
  wireTo,
} from '../../../support/servers/smtp.ts';
import { createTestService, type TestService } from '../../../support/service.ts';
import { beginSignUp } from '../../../support/sign-up.ts';

/** The second transport, which accepts and counts every mail. */
const createSecond = () => {
  const taken: OutgoingMail[] = [];
  const transport: MailTransport = {
    send: async (mail) => {
      taken.push(mail);
      return { ok: true, messageId: 'second' };
    },
  };
  return { taken, transport };
};

const withFallback = (first: MailTransport) => {
  const lines: string[] = [];
  const second = createSecond();
  const log = createLogger((line) => lines.push(line), 'test');
  return { lines, taken: second.taken, transport: createFallbackTransport({ first, second: second.transport, log }) };
};

interface Fault {
  readonly stage: Stage;
  readonly error: Error;
  readonly reason: DeliveryReason;
  readonly isFinal?: true;
  readonly fallsBack?: true;
}

const at = (stage: Stage, code: number, text: string, reason: DeliveryReason, rest: Partial<Fault> = {}): Fault => ({
  stage,
  error: refusal(code, text),
  reason,
  ...rest,
});
const FALLS_BACK = { fallsBack: true } as const;
const IS_FINAL = { isFinal: true } as const;

const FAULTS: readonly Fault[] = [
  at('connect', 421, '4.3.2 Shutting down', 'transport_unavailable', FALLS_BACK),
  at('connect', 554, '5.7.1 Not you', 'transport_unavailable', FALLS_BACK),
  at('from', 421, '4.3.2 Shutting down', 'transport_unavailable', FALLS_BACK),
  at('rcpt', 421, '4.7.0 Rate exceeded', 'recipient_deferred', FALLS_BACK),
  at('auth', 454, '4.7.0 Temporary authentication failure', 'transport_unavailable', FALLS_BACK),
  at('auth', 535, '5.7.8 Bad credentials', 'credentials_refused', FALLS_BACK),
  at('from', 550, '5.4.5 Daily user sending limit exceeded', 'quota_exceeded', FALLS_BACK),
  at('from', 553, '5.7.1 Sender address rejected: not owned by user', 'sender_refused', FALLS_BACK),
  at('rcpt', 450, 'Busy', 'recipient_deferred', FALLS_BACK),
  at('rcpt', 450, '4.2.2 Mailbox full', 'mailbox_unavailable'),
  at('rcpt', 550, '5.1.1 User unknown', 'recipient_refused', IS_FINAL),
  at('rcpt', 550, 'No such user', 'recipient_refused', IS_FINAL),
  at('rcpt', 552, '5.2.2 Mailbox full', 'mailbox_unavailable', IS_FINAL),
  at('data', 451, '4.3.0 Try later', 'recipient_deferred', FALLS_BACK),
  at('data', 550, '5.1.1 User unknown', 'recipient_refused', IS_FINAL),
  at('data', 554, '5.7.1 Spam', 'mail_refused'),
];

const nameOf = (text: string) => /^(\d\.\d\.\d+)/.exec(text)?.[1];
const errorOf = ({ error }: Fault) =>
  ['SMTP', (error as Error & { responseCode: number }).responseCode, nameOf(error.message)].filter(Boolean).join(' ');

const deliveriesOf = async (service: TestService, addresses: readonly string[]) =>
  Promise.all(addresses.map(async (address) => (await service.loadChallenge(address))?.delivery));

describe('a server that answers', () => {
  it.each(FAULTS)('$error.responseCode $error.message at $stage is $reason', async (fault) => {
    const server = await startServer({ differences: refusingAt(fault.stage, fault.error) });
    const { transport, taken, lines } = withFallback(transportTo(server));
    const failure = { reason: fault.reason, error: errorOf(fault) };
    const expected = { ok: false, permanent: fault.isFinal ?? false, ...failure };
    expect(await transportTo(server).send(outgoing())).toEqual(expected);
    expect(await transport.send(outgoing())).toEqual(fault.fallsBack ? { ok: true, messageId: 'second' } : expected);
    expect(taken).toHaveLength(fault.fallsBack ? 1 : 0);
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      fault.fallsBack ? [expect.objectContaining({ level: 'warn', event: 'fallback_used', ...failure })] : [],
    );
    expect(server.mails()).toHaveLength(0);
  });

  it.each([true, false])(
    '421 to the recipient defers the mail, tried once, pipelined or not: %s',
    async (hidePIPELINING) => {
      let tries = 0;
      const server = await startServer({
        differences: {
          hidePIPELINING,
          onRcptTo: (_address, _session, done) => {
            tries++;
            done(refusal(421, '4.3.2 All server ports are busy'));
          },
        },
      });
      const sent = await transportTo(server).send(outgoing());
      expect(sent).toMatchObject({
        ok: false,
        permanent: false,
        reason: 'recipient_deferred',
        error: 'SMTP 421 4.3.2',
      });
      expect(tries).toBe(1);
    },
  );

  it.each(FAULTS.filter(({ isFinal }) => !isFinal))(
    '$error.responseCode $error.message at $stage, until it is well: the row says $reason, then the mail arrives once',
    async ({ stage, error, reason }) => {
      let isIll = true;
      const { onData, ...others } = refusingAt(stage, error, () => isIll);
      const ill = await startServer({ differences: { ...others, ...(onData && { onData }) } });
      const now = { current: Date.now() };
      const wire = await wireTo(ill.port);
      const transport = transportTo(ill, { port: wire.port, now: () => now.current });
      const service = createTestService({ transport });
      const { address } = await beginSignUp(service, 'user@example.com');
      await service.deliver();
      expect(await deliveriesOf(service, [address])).toMatchObject([{ status: 'queued', reason, tries: 1 }]);
      expect(service.queue).toHaveLength(1);
      isIll = false;
      const well = onData ? await startServer() : ill;
      wire.leadTo(well.port);
      now.current += 61_000;
      service.advance(61);
      await service.deliverQueued();
      expect(await deliveriesOf(service, [address])).toMatchObject([{ status: 'sent', seq: 1 }]);
      expect(well.mails().map(({ to }) => to)).toEqual([[address]]);
      expect(service.lines.join()).not.toContain(address);
    },
  );

  it.each(FAULTS.filter(({ isFinal }) => isFinal))(
    '$error.responseCode $error.message at $stage ends it: the row says $reason',
    async ({ stage, error, reason }) => {
      const transport = transportTo(await startServer({ differences: refusingAt(stage, error) }));
      const service = createTestService({ transport });
      const { address } = await beginSignUp(service, 'user@example.com');
      await service.deliver();
      expect(await deliveriesOf(service, [address])).toMatchObject([{ status: 'failed', reason }]);
      expect(service.queue).toHaveLength(0);
    },
  );
});

describe('a server that is killed in the middle of DATA', () => {
  const startMortal = async () => {
    const server = await startServer({
      differences: {
        onData: (stream, _session, done) => {
          stream.once('data', () => void server.stop()).resume();
          stream.once('end', () => done());
        },
      },
    });
    return server;
  };

  it('has not received the mail, and another transport may send it', async () => {
    const { transport, taken } = withFallback(transportTo(await startMortal()));
    expect(await transport.send(outgoing('user@example.com', LARGE_BODY))).toEqual({ ok: true, messageId: 'second' });
    expect(taken).toHaveLength(1);
  });

  it('leaves the delivery waiting with its reason, and receives it when it is back', async () => {
    const server = await startMortal();
    const wire = await wireTo(server.port);
    const service = createTestService({ transport: transportTo(server, { port: wire.port }) });
    const addresses = await Promise.all(
      ['a@example.com', 'b@example.com'].map(async (to) => (await beginSignUp(service, to)).address),
    );
    await service.deliver();
    const waiting = { status: 'queued', reason: 'transport_unavailable' };
    expect(await deliveriesOf(service, addresses)).toMatchObject([waiting, waiting]);
    const again = await startServer();
    wire.leadTo(again.port);
    await service.deliverQueued();
    expect(await deliveriesOf(service, addresses)).toMatchObject([{ status: 'sent' }, { status: 'sent' }]);
    expect(
      again
        .mails()
        .flatMap(({ to }) => to)
        .toSorted(),
    ).toEqual(addresses);
  });
});

describe('a slow server', () => {
  const TEN_SECONDS = 10_000;
  const deadlineMilliseconds = 3000;

  it('may take a third of the minute that the courier has', () => expect(DEADLINE_MILLISECONDS).toBe(20_000));

  it('with 10 s per answer delays no batch beyond the deadline, and loses no mail', async () => {
    const server = await startServer();
    const slow = await wireTo(server.port, () => TEN_SECONDS);
    // Fast until TLS is established, then too slow for the deadline.
    const tiring = await wireTo(server.port, (answer) => (answer < 5 ? 0 : TEN_SECONDS));
    const service = createTestService({
      transport: transportTo({ ...server, port: slow.port }, { deadlineMilliseconds }),
    });
    const { address } = await beginSignUp(service, 'user@example.com');
    const transports = [slow, tiring].map(({ port }) =>
      withFallback(transportTo({ ...server, port }, { deadlineMilliseconds })),
    );
    const startedAt = performance.now();
    await Promise.all([
      service.deliver(),
      ...transports.flatMap(({ transport }) => Array.from({ length: 25 }, () => transport.send(outgoing()))),
    ]);
    expect(performance.now() - startedAt).toBeLessThan(deadlineMilliseconds + 2000);
    const waiting = { status: 'queued', reason: 'transport_unavailable' };
    expect(await deliveriesOf(service, [address])).toMatchObject([waiting]);
    expect(service.queue).toHaveLength(1);
    expect(transports.map(({ taken }) => taken.length)).toEqual([25, 25]);
    const lines = transports.flatMap((each) => each.lines);
    expect(new Set(lines.map((line) => JSON.parse(line).error))).toEqual(new Set(['ETIMEDOUT']));
  });
});

describe('nothing is sent in clear', () => {
  const SPOKEN_BEFORE_TLS = /^(EHLO modu\.example\r\n|STARTTLS\r\n)*$/;
  const insecure = { ok: false, permanent: false, reason: 'transport_insecure' };

  it('to a server without STARTTLS that accepts log-ins and mails without it', async () => {
    const server = await startServer({
      differences: { disabledCommands: ['STARTTLS'], allowInsecureAuth: true, authOptional: true },
    });
    const wire = await wireTo(server.port);
    const { transport, taken } = withFallback(transportTo({ ...server, port: wire.port }));
    expect(await transportTo({ ...server, port: wire.port }).send(outgoing())).toMatchObject(insecure);
    expect(await transport.send(outgoing())).toMatchObject({ messageId: 'second' });
    expect(taken).toHaveLength(1);
    expect(wire.sent()).toMatch(SPOKEN_BEFORE_TLS);
    expect(wire.sent()).toContain('STARTTLS');
    expect(server.mails()).toHaveLength(0);
  });

  it('to a server that offers STARTTLS and refuses it', async () => {
    const server = await startServer({ differences: { disabledCommands: ['STARTTLS'], heloResponse: 'STARTTLS' } });
    const wire = await wireTo(server.port);
    expect(await transportTo({ ...server, port: wire.port }).send(outgoing())).toMatchObject(insecure);
    expect(wire.sent()).toMatch(SPOKEN_BEFORE_TLS);
  });

  it('to a server of plain SMTP on a port that should speak TLS', async () => {
    const server = await startServer({ differences: { allowInsecureAuth: true, authOptional: true } });
    const wire = await wireTo(server.port);
    const transport = transportTo({ ...server, port: wire.port }, { secure: true });
    expect(await transport.send(outgoing())).toMatchObject(insecure);
    expect(wire.sent()).not.toMatch(/EHLO|AUTH|MAIL|RCPT|DATA/);
    expect(server.mails()).toHaveLength(0);
  });

  it('to a server with a certificate of an unknown authority', async () => {
    const server = await startServer({ certificates: await makeCertificates() });
    const wire = await wireTo(server.port);
    const trusting = { ...server, port: wire.port, certificateAuthority: (await CERTIFICATES).authority };
    expect(await transportTo(trusting).send(outgoing())).toMatchObject({
      ...insecure,
      error: expect.stringMatching(/CERT|LEAF/),
    });
    expect(wire.sent()).not.toMatch(/AUTH|MAIL|RCPT|DATA/);
    expect(server.mails()).toHaveLength(0);
  });

  it('to a server with the certificate of another name', async () => {
    const certificates = await makeCertificates({ dns: ['other.example'], ips: [] });
    const server = await startServer({ certificates });
    const wire = await wireTo(server.port);
    expect(await transportTo({ ...server, port: wire.port }).send(outgoing())).toMatchObject({
      ...insecure,
      error: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    expect(wire.sent()).not.toMatch(/AUTH|MAIL|RCPT|DATA/);
    expect(server.mails()).toHaveLength(0);
  });

  it('to an untrusted server, even if the environment disables certificate checks', async () => {
    const server = await startServer({ certificates: await makeCertificates() });
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    try {
      const certificateAuthority = (await CERTIFICATES).authority;
      expect(await transportTo({ ...server, certificateAuthority }).send(outgoing())).toMatchObject(insecure);
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    }
    expect(server.mails()).toHaveLength(0);
  });

  it('to a server that knows only TLS 1.1', async () => {
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    const server = await startServer({ differences: old });
    expect(await transportTo(server).send(outgoing())).toMatchObject(insecure);
    expect(server.mails()).toHaveLength(0);
  });

  it('and a recorded connection to a working server is unreadable', async () => {
    const server = await startServer();
    const wire = await wireTo(server.port);
    const mail = outgoing('user@example.com', 'the code is 123456\r\n');
    expect(await transportTo({ ...server, port: wire.port }).send(mail)).toMatchObject({ ok: true });
    expect(wire.sent()).toContain('STARTTLS');
    expect(wire.sent()).not.toMatch(/AUTH|MAIL FROM|RCPT|user@example|123456/);
    expect(server.mails()).toHaveLength(1);
  });
});

describe('a server that is down', () => {
  it('loses no mail: the second sends, and when the first is back the second is not used', async () => {
    const server = await startServer();
    const wire = await wireTo(server.port);
    wire.leadTo(undefined);
    const { transport, taken, lines } = withFallback(transportTo(server, { port: wire.port }));
    const service = createTestService({ transport });
    const first = await beginSignUp(service, 'first@example.com');
    await service.deliver();
    expect(await deliveriesOf(service, [first.address])).toMatchObject([{ status: 'sent', messageId: 'second' }]);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { event: 'fallback_used', reason: 'transport_unavailable', error: 'ECONNECTION', seq: 1 },
    ]);
    wire.leadTo(server.port);
    const second = await beginSignUp(service, 'second@example.com');
    await service.deliver();
    expect(server.mails().map(({ to }) => to)).toEqual([[second.address]]);
    expect(taken).toHaveLength(1);
  });
});
