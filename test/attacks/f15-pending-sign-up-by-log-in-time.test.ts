// A log-in takes as long where a sign-up is pending as where nothing is: 160 addresses of each, interleaved.
import { beforeAll, expect, it } from 'vitest';
import { freshAddress, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { aClient, logIn } from '../support/local/people.ts';
import { expectAlike, measure, ROUNDS, SHORT_HASHING } from '../support/timing/measure.ts';

const service = useLocalService({ passwordHashing: SHORT_HASHING });
const pending = Array.from({ length: ROUNDS }, freshAddress);

beforeAll(async () => {
  for (const email of pending) await aClient(service).post('/signup', { email, password: PASSWORD });
  await service.settled();
});

it('a log-in with a wrong password does not tell by its time that a sign-up is pending', async (context) => {
  const measured = await measure(service, (kind, round) =>
    logIn(aClient(service), kind === 'tested' ? (pending[round] ?? '') : freshAddress(), 'wrong battery'),
  );
  expect(measured.answers).toEqual(['401 invalid_credentials']);
  expectAlike('POST /login beside a pending sign-up', measured, context);
});
