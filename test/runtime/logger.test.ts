// The log: one line of JSON per event, under the level the event has and the request it belongs to.
import { describe, expect, it } from 'vitest';
import { EVENTS } from '#domain/events.ts';
import { createLogger } from '#runtime/logger.ts';

const logging = () => {
  const lines: string[] = [];
  return { log: createLogger((line) => lines.push(line), 'test'), lines, last: () => JSON.parse(lines.at(-1) ?? '') };
};

describe('a log line', () => {
  it('is one line of JSON with level, event, time and fields', () => {
    const { log, lines, last } = logging();
    log.write('otp_verified', { challenge: 'x', seq: 2, isLate: true });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[^\n]+\n$/);
    expect(last()).toEqual({
      level: 'info',
      event: 'otp_verified',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      challenge: 'x',
      seq: 2,
      isLate: true,
    });
  });

  it('stays one line, whatever a field holds', () => {
    const { log, lines, last } = logging();
    const hostile = 'x\n{"level":"info","event":"mail_sent"}\r\u2028\u001b[2J"}';
    log.write('unexpected_error', { error: hostile });
    expect(lines[0]?.slice(0, -1)).not.toMatch(/\p{Cc}/u);
    expect(last()).toMatchObject({ event: 'unexpected_error', error: hostile });
  });

  it('leaves out what is undefined', () => {
    const { log, last } = logging();
    log.write('mail_sent', { error: undefined });
    expect(last()).not.toHaveProperty('error');
    expect(last()).not.toHaveProperty('requestId');
  });

  it.each(Object.entries(EVENTS))('%s has the level %s', (event, level) => {
    const { log, last } = logging();
    log.write(event as keyof typeof EVENTS);
    expect(last()).toMatchObject({ event, level });
  });
});

describe('a request', () => {
  it('gives its id to every line written while it runs, also after waiting', async () => {
    const { log, lines } = logging();
    const work = (id: string) =>
      log.during(id, async () => {
        log.write('mail_sent', { challenge: id });
        await new Promise((resolve) => setImmediate(resolve));
        log.write('mail_sent', { challenge: id });
      });
    await Promise.all(['a', 'b', 'c'].map(work));
    const parsed = lines.map((line) => JSON.parse(line));
    expect(parsed).toHaveLength(6);
    for (const { requestId, challenge } of parsed) expect(requestId).toBe(challenge);
  });

  it('ends with its work, and gives back what the work gives', () => {
    const { log, last } = logging();
    expect(log.during('a', () => 5)).toBe(5);
    log.write('mail_sent');
    expect(last()).not.toHaveProperty('requestId');
  });
});
