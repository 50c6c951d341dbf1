// An administrator disables and enables an account, while its owner, a thief and strangers do what they can, under random schedules
// and faults: while it is disabled nothing opens it, and nothing from before works again.
import { describe, expect, it } from 'vitest';
import { bearer } from '../support/account.ts';
import { IS_SOAK, ROUNDS } from '../support/rounds.ts';
import { ADMIN_ACTIONS, createStanding } from '../support/schedules/admin-actions.ts';
import { OWNER_ACTIONS, type OwnerAction, ownerSteps } from '../support/schedules/owner-actions.ts';
import { HOME, OWNER, THIEF_ADDRESS } from '../support/schedules/people.ts';
import { hold, planOf, type Schedule, schedulesOf } from '../support/schedules/schedule.ts';
import { STRANGER_ACTIONS, strangerSteps, WORLD_ACTIONS, worldSteps } from '../support/schedules/stranger-actions.ts';
import { THIEF_ACTIONS, type ThiefAction, thiefSteps } from '../support/schedules/thief-actions.ts';
import { createAccountWorld, type World } from '../support/schedules/world.ts';

/** The statements are about one account, from its beginning to the end. */
const stays = (action: OwnerAction | ThiefAction) => !/deletes|signs up/.test(action);
const ACTIONS = [
  ...OWNER_ACTIONS.filter(stays),
  ...THIEF_ACTIONS.filter(stays),
  ...STRANGER_ACTIONS,
  ...WORLD_ACTIONS,
  ...Array.from({ length: 8 }, () => ADMIN_ACTIONS).flat(),
] as const;
type Action = (typeof ACTIONS)[number];

const schedules = schedulesOf(ACTIONS, {
  groups: { minLength: 3, maxLength: 12 },
  atOnce: 4,
  faults: 100,
  callsPerFault: 8,
});
const SEED = 20_261_127;

const LINKS = { reset: '/reset/confirm', login: '/login/link/confirm', email_change: '/me/email/confirm' } as const;

/** What works of the tokens, links and passwords that anybody was given; of the first so many tokens and mails. */
const worksOf = async (world: World, tokens: number, mails: number, passwords: readonly string[]) => {
  const { service, given } = world;
  const { ip } = OWNER;
  const works: string[] = [];
  const note = (what: string, { status, body }: { status: number; body: { code?: string } }) => {
    if (status < 400) works.push(`${what}: ${body?.code ?? status}`);
  };
  for (const { accessToken, refreshToken, to } of given.slice(0, tokens)) {
    note(
      `access token of ${to}`,
      await service.request({ method: 'GET', path: '/me', headers: bearer(accessToken), ip }),
    );
    note(`refresh token of ${to}`, await service.post('/token/refresh', { refreshToken }, { ip }));
  }
  for (const { token, tags } of service.mails.slice(0, mails)) {
    const path = LINKS[tags.purpose as keyof typeof LINKS];
    if (token === undefined || path === undefined) continue;
    const body = { token, ...(tags.purpose === 'reset' && { password: 'a password by an old link' }) };
    note(`link of ${tags.purpose}`, await service.post(path, body, { ip }));
  }
  for (const password of passwords)
    for (const email of [HOME, THIEF_ADDRESS])
      note('password', await service.post('/login', { email, password }, { ip }));
  return works;
};

interface Reached {
  disabled: number;
  deadTokens: number;
  deadMails: number;
  faults: number;
}

const judge = async (schedule: Schedule<Action>, reached: Reached): Promise<void> => {
  const world = await createAccountWorld();
  const { service, given } = world;
  const standing = createStanding(world);
  const steps = {
    ...ownerSteps(world),
    ...thiefSteps(world),
    ...strangerSteps(world),
    ...worldSteps(world),
    ...standing.steps,
  };
  const { plan, met } = planOf(schedule);
  /** So many tokens and mails are from before a time when the account was disabled. */
  let [deadTokens, deadMails] = [0, 0];
  for (const group of schedule.groups) {
    const wasDisabled = await standing.isDisabled();
    const before = { tokens: given.length, mails: service.mails.length, acts: standing.disabled.length };
    service.setFaults(plan);
    await Promise.all(group.map((action) => steps[action]()));
    service.setFaults();
    if (wasDisabled && !group.includes('admin enables'))
      expect(given.slice(before.tokens), 'given while it was disabled').toEqual([]);
    const isDisabled = await standing.isDisabled();
    // What was given in the same group may be from before the act, or from after the account was enabled again.
    if (standing.disabled.length > before.acts) [deadTokens, deadMails] = [before.tokens, before.mails];
    if (isDisabled) {
      [deadTokens, deadMails] = [given.length, service.mails.length];
      reached.disabled++;
      const passwords = [...new Set([...world.passwords, ...world.stolen])].slice(-4);
      expect(await worksOf(world, deadTokens, deadMails, passwords), 'works while it is disabled').toEqual([]);
    }
  }
  reached.deadTokens += deadTokens;
  reached.deadMails += deadMails;
  reached.faults += met();
  await standing.steps['admin enables']();
  expect(await worksOf(world, deadTokens, deadMails, []), 'works again').toEqual([]);
};

describe('a disabled account', () => {
  it('keeps every statement under schedules that reach what they are about, the same in each run', async () => {
    const reached: Reached = { disabled: 0, deadTokens: 0, deadMails: 0, faults: 0 };
    await hold(schedules, (schedule) => judge(schedule, reached), {
      runs: Math.ceil(ROUNDS.accounts / 30),
      seed: SEED,
    });
    if (!IS_SOAK) return;
    expect(Math.min(...Object.values(reached)), JSON.stringify(reached)).toBeGreaterThan(100);
  }, 600_000);

  it('keeps every statement under any schedule of requests, faults and time', async () => {
    const reached: Reached = { disabled: 0, deadTokens: 0, deadMails: 0, faults: 0 };
    await hold(schedules, (schedule) => judge(schedule, reached), { runs: Math.ceil(ROUNDS.accounts / 15) });
  }, 600_000);
});
