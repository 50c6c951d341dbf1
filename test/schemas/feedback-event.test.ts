// Events of SES: what each says about one of our mails, and that all others are ignored.
import { describe, expect, it } from 'vitest';
import { readFeedback } from '#schemas/feedback-event.ts';
import { ADDRESS, ID, NOW } from '../support/builders.ts';
import { type SesEventName, sesEvent } from '../support/ses-events.ts';

const mail = { to: ADDRESS, tags: { purpose: 'signup', challenge: ID, seq: '2' }, messageId: '0100-abc' };
const told = { address: ADDRESS, messageId: '0100-abc', purpose: 'signup', id: ID, seq: 2, at: NOW };

describe('an event of SES', () => {
  it.each([
    ['delayed', 'delayed'],
    ['bouncedForGood', 'bounced_for_good'],
    ['bounced', 'bounced'],
    ['bouncedUnclearly', 'bounced'],
    ['bouncedAsFull', 'bounced'],
    ['complained', 'complained'],
    ['rejected', 'rejected'],
    ['notRendered', 'rejected'],
  ] as const)('%s is read as %s, with whose mail it was', (name, kind) => {
    expect(readFeedback(sesEvent(name, mail))).toEqual({ kind, ...told });
  });

  it('delivered is read with how long the mailbox took from when SES had the mail', () => {
    const arrived = { kind: 'delivered', ...told };
    expect(readFeedback(sesEvent('delivered', mail))).toEqual({ ...arrived, tookMilliseconds: 546 });
    const withoutTime = { ...sesEvent('delivered', mail), delivery: { timestamp: new Date(NOW).toISOString() } };
    expect(readFeedback(withoutTime)).toEqual(arrived);
  });

  it('of an address on the account’s own list says that SES did not try it', () => {
    const read = readFeedback(sesEvent('bouncedAsListed', mail));
    expect(read).toEqual({ kind: 'bounced_for_good', ...told, isNotTried: true });
  });

  it('about Apple’s relay, which says "no such user" of senders it does not know, says nothing against the address', () => {
    const to = 'x7k2m9@privaterelay.appleid.com';
    expect(readFeedback(sesEvent('bouncedForGood', { ...mail, to }))?.kind).toBe('bounced');
    const alike = 'x7k2m9@privaterelay.appleid.com.example';
    expect(readFeedback(sesEvent('bouncedForGood', { ...mail, to: alike }))?.kind).toBe('bounced_for_good');
  });

  it.each<SesEventName>(['sent', 'opened', 'clicked'])('%s tells nothing of the delivery', (name) => {
    expect(readFeedback(sesEvent(name, mail))).toBeUndefined();
  });

  it('has the time at which it happened, not that of the mail', () => {
    const { mail: sent, ...event } = sesEvent('bounced', mail, NOW + 5000);
    const read = readFeedback({ ...event, mail: { ...sent, timestamp: new Date(NOW).toISOString() } });
    expect(read?.at).toBe(NOW + 5000);
  });

  it('without a time that can be read comes before all others', () => {
    const { mail: sent, ...event } = sesEvent('rejected', mail);
    expect(readFeedback({ ...event, mail: { ...sent, timestamp: 'yesterday' } })?.at).toBe(0);
  });

  it('names the address as rows do: in lower case', () => {
    expect(readFeedback(sesEvent('delivered', { ...mail, to: 'Minji.Kim@Example.com' }))?.address).toBe(ADDRESS);
  });

  it('accepts fields that SES may add later', () => {
    const event = { ...sesEvent('delivered', mail), somethingNew: { deep: [1] } };
    expect(readFeedback(event)).toMatchObject({ kind: 'delivered', ...told });
  });
});

describe('passed over is', () => {
  it.each([
    ['without our tags', {}],
    ['with only some of them', { purpose: 'signup', challenge: ID }],
    ['with a sequence that is no number', { purpose: 'signup', challenge: ID, seq: 'two' }],
    ['with a sequence that is no whole number', { purpose: 'signup', challenge: ID, seq: '1.5' }],
  ])('a mail %s, of somebody else in the account', (_name, tags) => {
    expect(readFeedback(sesEvent('bouncedForGood', { ...mail, tags }))).toBeUndefined();
  });

  const whole = sesEvent('bouncedForGood', mail);
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['text', 'bounce'],
    ['an empty object', {}],
    ['an event without its mail', { eventType: 'Bounce' }],
    ['an event without its type', { ...whole, eventType: undefined }],
    ['an event of a kind to come', { ...whole, eventType: 'Teleported' }],
    ['a mail to nobody', { ...whole, mail: { ...whole.mail, destination: [] } }],
    ['tags that are no lists', { ...whole, mail: { ...whole.mail, tags: { purpose: 1, challenge: 2, seq: 3 } } }],
    ['a mail without an id', { ...whole, mail: { ...whole.mail, messageId: undefined } }],
  ])('%s, without a throw', (_name, detail) => {
    expect(readFeedback(detail)).toBeUndefined();
  });

  it('no bounce that does not say how: it is taken as a passing one', () => {
    const { bounce: _bounce, ...rest } = whole as ReturnType<typeof sesEvent> & { bounce?: unknown };
    expect(readFeedback(rest)?.kind).toBe('bounced');
  });
});
