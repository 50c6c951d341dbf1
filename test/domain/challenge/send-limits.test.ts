import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSend, decideSend, nextSendAt, type SendHistory } from '#domain/challenge/send-limits.ts';
import { DEFAULTS } from '#domain/defaults.ts';
import { DAY, HOUR, MINUTE, NOW, SECOND } from '../../support/builders.ts';

const LIMITS = DEFAULTS.limits;
const NETWORK = '198.51.100.0/24';

const attempt = (now: number, network = NETWORK) => ({ now, network, limits: LIMITS });
const decide = (history: SendHistory | undefined, now: number, network?: string) =>
  decideSend(history, attempt(now, network));
const refused = (reason: string, retryAfterSeconds: number) => ({
  ok: false,
  refusal: { code: 'too_many_requests', reason, retryAfterSeconds },
});
/** Sends from these networks one after another, each as soon as the cool-down allows. */
const sendAll = (networks: readonly string[], from = NOW) =>
  networks.reduce<{ history: SendHistory | undefined; at: number }>(
    ({ history }, network) => {
      const at = history?.resendAfter ?? from;
      return { history: addSend(history, attempt(at, network)), at };
    },
    { history: undefined, at: from },
  );
const distinct = (count: number) => [...Array(count).keys()].map((index) => `203.0.${index}.0/24`);

describe('the cool-down', () => {
  it('is 60 seconds to the millisecond', () => {
    const history = addSend(undefined, attempt(NOW));
    expect(decide(history, NOW)).toEqual(refused('cool_down', 60));
    expect(decide(history, NOW + MINUTE - 1)).toEqual(refused('cool_down', 1));
    expect(decide(history, NOW + MINUTE).ok).toBe(true);
  });

  it('holds for every network', () => {
    expect(decide(addSend(undefined, attempt(NOW)), NOW + 1, '203.0.113.0/24')).toEqual(refused('cool_down', 60));
  });

  it('stays at 60 seconds for all networks, however many mails strangers ask for', () => {
    const { history, at } = sendAll([...Array(9).fill('203.0.1.0/24'), ...distinct(4)]);
    expect(decide(history, at)).toEqual(refused('cool_down', 60));
    expect(decide(history, at + MINUTE).ok).toBe(true);
  });

  it('of a row of the last release is no longer than 60 seconds either', () => {
    const { history, at } = sendAll(distinct(3));
    const old = { ...history, resendAfter: at + HOUR } as SendHistory;
    expect(decide(old, at + MINUTE - 1)).toEqual(refused('cool_down', 1));
    expect(decide(old, at + MINUTE).ok).toBe(true);
  });

  it('doubles past 5 mails a day of one network, up to its maximum, and only for that network', () => {
    const limits = { ...LIMITS, coolDownMaximumSeconds: 4 * 3600 };
    const sent = (sends: number) => ({
      ...addSend(undefined, attempt(NOW)),
      sends,
      sendsByNetwork: { [NETWORK]: { sends, at: NOW } },
    });
    const waitAfter = (sends: number) => decideSend(sent(sends), { ...attempt(NOW + HOUR), limits });
    expect(waitAfter(11).ok).toBe(false);
    expect(waitAfter(12)).toEqual(refused('cool_down', 128 * 60 - 3600));
    expect(waitAfter(15)).toEqual(refused('cool_down', 3 * 3600));
    expect(decideSend(sent(15), { now: NOW + HOUR, network: '203.0.113.0/24', limits }).ok).toBe(true);
  });

  it('starts again with a new day', () => {
    const { history } = sendAll(distinct(9));
    const next = addSend(history, attempt(NOW + DAY));
    expect(next).toEqual({
      resendAfter: NOW + DAY + MINUTE,
      sends: 1,
      sendsWindowEndsAt: NOW + 2 * DAY,
      sendsByNetwork: { [NETWORK]: { sends: 1, at: NOW + DAY } },
    });
  });
});

describe('the caps', () => {
  it('begin anew with the day’s window, even within an hour of a mail that reached them', () => {
    const { history } = sendAll(Array(5).fill(NETWORK));
    const windowEndsAt = history?.sendsWindowEndsAt ?? 0;
    // The last mail they let through goes half an hour before the window is over.
    const last = addSend(history, attempt(windowEndsAt - HOUR / 2));
    expect(decide(last, windowEndsAt - 1)).toEqual(refused('network', 1801));
    expect(decide(last, windowEndsAt)).toEqual({ ok: true, value: undefined });
  });
});

describe('the cap of one network', () => {
  const { history, at } = sendAll(Array(5).fill(NETWORK));

  it('lets 5 mails through, then one an hour', () => {
    expect(decide(history, at + MINUTE)).toEqual(refused('network', 59 * 60));
    expect(decide(history, at + HOUR - 1)).toEqual(refused('network', 1));
    expect(decide(history, at + HOUR).ok).toBe(true);
    const sixth = addSend(history, attempt(at + HOUR));
    expect(decide(sixth, at + 2 * HOUR - 1).ok).toBe(false);
    expect(decide(sixth, at + 2 * HOUR).ok).toBe(true);
  });

  it('leaves other networks alone', () => {
    expect(decide(history, at + MINUTE, '203.0.113.0/24').ok).toBe(true);
  });
});

describe('the cap of one address', () => {
  const { history, at } = sendAll(distinct(20));

  it('lets 20 mails through over all networks, then one an hour', () => {
    const calm = { ...history, resendAfter: at } as SendHistory;
    expect(calm.sends).toBe(20);
    expect(decide(calm, at + MINUTE, '192.0.2.0/24')).toEqual(refused('address', 59 * 60));
    expect(decide(calm, at + HOUR - 1, '192.0.2.0/24')).toEqual(refused('address', 1));
    expect(decide(calm, at + HOUR, '192.0.2.0/24').ok).toBe(true);
  });

  it('does not apply at 19', () => {
    const nineteen = sendAll(distinct(19));
    const calm = { ...nineteen.history, resendAfter: nineteen.at } as SendHistory;
    expect(decide(calm, nineteen.at + MINUTE, '192.0.2.0/24').ok).toBe(true);
  });
});

describe('the cap of one address, used up by 5 networks', () => {
  const strangers = distinct(5);
  const { history, at } = sendAll([...strangers, ...strangers, ...strangers, ...strangers]);

  it('lets every further network have its first mail, then one an hour', () => {
    expect(history?.sends).toBe(20);
    expect(decide(history, at + MINUTE).ok).toBe(true);
    const first = addSend(history, attempt(at + MINUTE));
    expect(decide(first, at + 3 * MINUTE)).toEqual(refused('address', 58 * 60));
    expect(decide(first, at + MINUTE + HOUR).ok).toBe(true);
  });

  it('gives each of the 5 one an hour after its own last mail', () => {
    const [oldest = '', , , , newest] = strangers;
    expect(decide(history, at + MINUTE, newest)).toEqual(refused('address', 59 * 60));
    expect(decide(history, at + MINUTE, oldest)).toEqual(refused('address', 55 * 60));
    expect(decide(history, at - 4 * MINUTE + HOUR, oldest).ok).toBe(true);
  });
});

describe('the time of the next message', () => {
  it('is after all waits of the network that asks, not only the first one', () => {
    const { history, at } = sendAll([...Array(4).fill(NETWORK), '203.0.113.0/24', NETWORK]);
    if (!history) throw new Error('nothing was sent');
    expect(nextSendAt(history, attempt(at))).toBe(at + HOUR);
    expect(nextSendAt(history, attempt(at, '203.0.113.0/24'))).toBe(at + MINUTE);
    expect(nextSendAt(history, attempt(at + DAY))).toBe(at + DAY);
  });
});

describe('any history of requests', () => {
  const requests = fc.array(
    fc.record({
      waits: fc.oneof(fc.nat({ max: 2 * MINUTE }), fc.nat({ max: 2 * HOUR }), fc.nat({ max: 2 * DAY })),
      network: fc.constantFrom(...distinct(6)),
    }),
    { minLength: 1, maxLength: 120 },
  );

  it('never blocks an address: after an hour without requests one is accepted, from any network', () => {
    fc.assert(
      fc.property(requests, fc.nat({ max: DAY }), (all, extra) => {
        let history: SendHistory | undefined;
        let now = NOW;
        let last = NOW;
        for (const { waits, network } of all) {
          now += waits;
          if (!decide(history, now, network).ok) continue;
          history = addSend(history, attempt(now, network));
          last = now;
        }
        for (const network of [...distinct(6), 'unknown']) {
          expect(decide(history, last + HOUR + extra, network).ok).toBe(true);
        }
      }),
    );
  });

  it('returns a correct wait: exactly then, the request is accepted or gets one more wait', () => {
    fc.assert(
      fc.property(requests, (all) => {
        let history: SendHistory | undefined;
        let now = NOW;
        for (const { waits, network } of all) {
          now += waits;
          for (let tries = 0; tries < 4; tries++) {
            const outcome = decide(history, now, network);
            if (outcome.ok) break;
            const seconds = outcome.refusal.retryAfterSeconds ?? 0;
            expect(seconds).toBeGreaterThanOrEqual(1);
            expect(seconds).toBeLessThanOrEqual(3600);
            now += seconds * SECOND;
            expect(tries).toBeLessThan(3);
          }
          history = addSend(history, attempt(now, network));
        }
      }),
    );
  });

  it('lets at most 20 mails and then one an hour and network through in any window, and keeps the row small', () => {
    fc.assert(
      fc.property(requests, (all) => {
        let history: SendHistory | undefined;
        let now = NOW;
        for (const { waits, network } of all) {
          now += waits % (10 * MINUTE);
          if (decide(history, now, network).ok) history = addSend(history, attempt(now, network));
        }
        expect(history?.sends).toBeLessThanOrEqual(20 + 24 * 6);
        expect(Object.keys(history?.sendsByNetwork ?? {}).length).toBeLessThanOrEqual(history?.sends ?? 0);
      }),
    );
  });
});
