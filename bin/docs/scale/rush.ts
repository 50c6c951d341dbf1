// A rush of sign-ups on an SES account with a send rate, by the courier's own code in simulated time.
import { createMemoryStore } from '#adapters/store/memory-store.ts';
import { createSimulatedCouriers } from '../../../test/support/servers/simulated-couriers.ts';
import { createTestService, freshNetwork } from '../../../test/support/service.ts';
import { createSmallAccount } from '../../../test/support/small-account.ts';

export interface Rush {
  readonly signUpsPerSecond: number;
  readonly seconds: number;
  /** Of the table's stream. */
  readonly shards: number;
  /** Asked for at the same time, one a second: a person waits for each in front of a screen. */
  readonly hasCodes: boolean;
  /** What SES allows the account. */
  readonly mailsPerSecond: number;
}

export interface Course {
  readonly rush: Rush;
  /** Sign-ups whose mail is not sent yet, each `STEP_SECONDS`. */
  readonly waiting: readonly number[];
  readonly longestWaitSeconds: number;
  readonly medianWaitSeconds: number;
  readonly longestWaitForCodeSeconds: number | undefined;
  /** Mails that were given up, and the tries that SES refused. */
  readonly lost: number;
  readonly refusals: number;
  readonly triesPerMail: number;
  /** The part of SES's rate that was used while people signed up. */
  readonly usedOfRate: number;
}

export const STEP_SECONDS = 5;
/** So many that it is no limit here. */
const MAILS_PER_DAY = 50_000;
/** From the call of SES to its answer. Chosen. */
const SEND_MILLISECONDS = 100;

export const simulate = async (rush: Rush): Promise<Course> => {
  const account = createSmallAccount(rush.mailsPerSecond, MAILS_PER_DAY);
  const couriers = createSimulatedCouriers(createMemoryStore(), rush.shards);
  const { pause, retries } = couriers.ports;
  let tries = 0;
  const service = createTestService({
    ...couriers.ports,
    retries: {
      put: (ticket, options) => {
        tries++;
        return retries.put(ticket, options);
      },
    },
    quota: account.figures(),
    // Hashing takes other threads, and so an order of its own in each run.
    passwords: { hash: async () => HASH, verify: async () => false, isOwn: () => true, isOutdated: () => false },
    transport: {
      send: async (mail) => {
        tries++;
        const refused = account.take(mail, service.clock.time);
        await pause.wait(SEND_MILLISECONDS);
        return refused ?? { ok: true, messageId: mail.tags.challenge };
      },
    },
  });
  const begunAt = service.clock.time;
  const askedAt = new Map<string, number>();
  const ask = async (after: number, email: string, path: string, body: object): Promise<void> => {
    await pause.wait(Math.round(after * 1000));
    askedAt.set(email, service.clock.time);
    await couriers.during(service.post(path, body, { ip: `${freshNetwork()}.1` }));
  };
  const running = couriers.run(service);
  const signUps = rush.signUpsPerSecond * rush.seconds;
  const arrivals = Array.from({ length: signUps }, (_none, index) => {
    const email = `person-${index}@example.com`;
    return ask(index / rush.signUpsPerSecond, email, '/signup', { email, password: 'correct horse battery staple' });
  });
  const codes = Array.from({ length: rush.hasCodes ? rush.seconds : 0 }, (_none, index) => {
    const to = `code-${index}@example.com`;
    return ask(index + 0.5, to, '/otp', { channel: 'email', to });
  });
  await Promise.all([running, ...arrivals, ...codes]);
  const waits = (purpose: string) =>
    account.sent
      .filter((mail) => mail.purpose === purpose)
      .map(({ to, at }) => (at - (askedAt.get(to) ?? at)) / 1000)
      .toSorted((one, other) => one - other);
  const sentMeanwhile = account.sent.filter(({ at }) => at < begunAt + rush.seconds * 1000).length;
  const ofSignUps = waits('signup');
  const ofCodes = waits('otp');
  return {
    rush,
    waiting: waitingOf(
      [...askedAt].filter(([to]) => to.startsWith('person-')).map(([, at]) => (at - begunAt) / 1000),
      account.sent.filter(({ purpose }) => purpose === 'signup').map(({ at }) => (at - begunAt) / 1000),
    ),
    longestWaitSeconds: ofSignUps.at(-1) ?? 0,
    medianWaitSeconds: ofSignUps[Math.floor(ofSignUps.length / 2)] ?? 0,
    longestWaitForCodeSeconds: ofCodes.at(-1),
    lost: askedAt.size - account.sent.length,
    refusals: account.refused.rate,
    triesPerMail: tries / askedAt.size,
    usedOfRate: Math.min(1, sentMeanwhile / (rush.mailsPerSecond * rush.seconds)),
  };
};

const HASH = `$argon2id$v=19$m=19456,t=2,p=1$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const waitingOf = (asked: readonly number[], sent: readonly number[]): readonly number[] => {
  const end = Math.max(...asked, ...sent) + STEP_SECONDS;
  const until = (times: readonly number[], second: number) => times.filter((at) => at <= second).length;
  return Array.from({ length: Math.ceil(end / STEP_SECONDS) + 1 }, (_none, index) => {
    const second = index * STEP_SECONDS;
    return until(asked, second) - until(sent, second);
  });
};
