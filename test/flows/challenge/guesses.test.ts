// Guesses of a code that were not compared, or cannot be any more.
import { describe, expect, it } from 'vitest';
import { createTestService } from '../../support/service.ts';
import { pendingSignUp } from '../../support/sign-up.ts';
import { wrongCode } from '../../support/wrong-code.ts';

const ADDRESS = 'minji@example.com';

describe('a guess', () => {
  it('is not used up when the key service fails before it could be compared', async () => {
    const service = createTestService();
    const { code, continuation } = await pendingSignUp(service, ADDRESS);
    service.setFaults((call) => (call === 'keyRing.generation' ? 'before' : undefined));
    for (let attempt = 0; attempt < 5; attempt++) {
      expect((await service.post('/verify', { code, continuation })).status).toBe(503);
    }
    service.setFaults();
    const { status, body } = await service.post('/verify', { code, continuation });
    expect([status, body.code]).toEqual([200, undefined]);
  });

  it('on a locked code is told a wait after which the same guess can work, or none', async () => {
    const service = createTestService();
    const { code, continuation } = await pendingSignUp(service, ADDRESS);
    for (let guess = 1; guess <= 5; guess++) {
      await service.post('/verify', { code: wrongCode(code, guess), continuation });
    }
    service.advance(120);
    const { body, headers } = await service.post('/verify', { code, continuation });
    expect(body).toMatchObject({ code: 'too_many_requests', reason: 'code_locked' });
    // This code stays locked for good; "in one second" sends clients into a loop.
    expect(headers['retry-after']).not.toBe('1');
  });
});
