// What people agree to: what a sign-up must have, what changes, what is kept, and when they are asked again.
import { describe, expect, it } from 'vitest';
import {
  type AskedConsent,
  type Consent,
  type ConsentsHeld,
  changeConsents,
  consentHistory,
  consentsDue,
  consentsOfSignUp,
} from '#domain/account/consents.ts';
import { NOW } from '../../support/builders.ts';
import {
  CONSENTS,
  MARKETING,
  NEW_VERSION,
  no,
  PRIVACY,
  REQUIRED,
  renewed,
  TERMS,
  yes,
} from '../../support/consents.ts';

const CONTEXT = { at: NOW, locale: 'ko', network: '203.0.113.*' } as const;
const signUp = (...answers: Parameters<typeof consentsOfSignUp>[1]) => consentsOfSignUp(CONSENTS, answers, CONTEXT);

/** An account that agreed to what is required. */
const OWNER: ConsentsHeld = { consents: REQUIRED.map((answer): Consent => ({ ...answer, ...CONTEXT })) };
const accepted = <Value>(outcome: { readonly ok: boolean; readonly value?: Value }): Value => {
  if (!outcome.ok || outcome.value === undefined) throw new Error('it was refused');
  return outcome.value;
};
const change = (held: ConsentsHeld, answer: Parameters<typeof changeConsents>[2][number], at = NOW) =>
  changeConsents(held, CONSENTS, [answer], { ...CONTEXT, at });

describe('the consents of a sign-up', () => {
  it('are the answers with their time, language and network', () => {
    expect(signUp(...REQUIRED, no(MARKETING))).toEqual({
      ok: true,
      value: [
        { key: 'terms', version: '2026-01-01', granted: true, at: NOW, locale: 'ko', network: '203.0.113.*' },
        { key: 'privacy', version: '2026-01-01', granted: true, at: NOW, locale: 'ko', network: '203.0.113.*' },
        { key: 'marketing', version: '2026-01-01', granted: false, at: NOW, locale: 'ko', network: '203.0.113.*' },
      ],
    });
  });

  it('may leave out what is not required', () => {
    expect(accepted(signUp(...REQUIRED))).toHaveLength(2);
  });

  it.each([
    ['left out', [], ['terms', 'privacy']],
    ['refused', [no(TERMS), yes(PRIVACY)], ['terms']],
    ['given to an older text', [yes(TERMS), { ...yes(PRIVACY), version: '2025-01-01' }], ['privacy']],
  ] as const)('must have every required one: it is missing where it is %s', (_how, answers, missing) => {
    expect(signUp(...answers)).toEqual({ ok: false, refusal: { code: 'consent_required', missing } });
  });

  it.each([
    ['an unknown key', { ...yes(MARKETING), key: 'news' }, 'consents.2.key'],
    ['a key twice', no(TERMS), 'consents.2.key'],
    ['an old version of one that is not required', { ...yes(MARKETING), version: '2025-01-01' }, 'consents.2.version'],
    ['a refusal of an old version', { ...no(MARKETING), version: '2025-01-01' }, 'consents.2.version'],
  ])('may not have %s', (_what, answer, path) => {
    const refused = signUp(...REQUIRED, answer);
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'invalid_request', errors: [{ path }] } });
  });

  it('are none where nobody is asked', () => {
    expect(consentsOfSignUp([], [], CONTEXT)).toEqual({ ok: true, value: [] });
    expect(consentsOfSignUp([], [yes(TERMS)], CONTEXT)).toMatchObject({ refusal: { code: 'invalid_request' } });
  });
});

describe('a change', () => {
  it('replaces the answer and keeps the old one', () => {
    const agreed = accepted(change(OWNER, yes(MARKETING), NOW + 500));
    const withdrawn = accepted(change(agreed, no(MARKETING), NOW + 1000));
    expect(withdrawn.consents?.at(-1)).toEqual({ ...no(MARKETING), ...CONTEXT, at: NOW + 1000 });
    expect(withdrawn.consents).toHaveLength(3);
    expect(withdrawn.formerConsents).toEqual([{ ...yes(MARKETING), ...CONTEXT, at: NOW + 500 }]);
    expect(consentHistory(withdrawn).map(({ key, granted }) => [key, granted])).toEqual([
      ['marketing', false],
      ['marketing', true],
      ['privacy', true],
      ['terms', true],
    ]);
  });

  it('to the same answer changes nothing', () => {
    const agreed = accepted(change(OWNER, yes(MARKETING)));
    expect(accepted(change(agreed, yes(MARKETING), NOW + 1000))).toBe(agreed);
  });

  it('leaves what it does not name', () => {
    expect(accepted(change(OWNER, yes(MARKETING))).consents?.slice(0, 2)).toEqual(OWNER.consents);
  });

  it('never withdraws what the account needs', () => {
    const refused = changeConsents(OWNER, CONSENTS, [yes(MARKETING), no(TERMS), no(PRIVACY)], CONTEXT);
    expect(refused).toEqual({ ok: false, refusal: { code: 'account_needs_consent', missing: ['terms', 'privacy'] } });
  });

  it('agrees to the text of now only', () => {
    expect(change(OWNER, { ...yes(TERMS), version: NEW_VERSION })).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ path: 'consents.0.version' }] },
    });
  });

  it('withdraws the text that the person agreed to, old or gone', () => {
    const agreed = accepted(change(OWNER, yes(MARKETING)));
    for (const asked of [[renewed(MARKETING)], []] as AskedConsent[][])
      expect(accepted(changeConsents(agreed, asked, [no(MARKETING)], CONTEXT)).consents?.at(-1)).toMatchObject(
        no(MARKETING),
      );
    const other = { ...no(MARKETING), version: '2025-01-01' };
    expect(changeConsents(agreed, [renewed(MARKETING)], [other], CONTEXT).ok).toBe(false);
    expect(changeConsents(OWNER, [], [no(MARKETING)], CONTEXT).ok).toBe(false);
    expect(changeConsents(agreed, [], [yes(MARKETING)], CONTEXT).ok).toBe(false);
  });

  it('is remembered fifty times, and the state for good', () => {
    let held = OWNER;
    for (let round = 0; round < 60; round++)
      held = accepted(change(held, round % 2 === 0 ? yes(MARKETING) : no(MARKETING), NOW + round));
    expect(held.formerConsents).toHaveLength(50);
    expect(held.consents?.map(({ key }) => key)).toEqual(['terms', 'privacy', 'marketing']);
    const history = consentHistory(held);
    expect(history).toHaveLength(50);
    expect(history.slice(0, 2).map(({ at }) => at)).toEqual([NOW + 59, NOW + 58]);
  });
});

describe('an account is asked', () => {
  const agreed = accepted(change(OWNER, yes(MARKETING)));

  it('nothing while all is as it was', () => {
    expect(consentsDue(CONSENTS, OWNER)).toEqual([]);
    expect(consentsDue([], agreed)).toEqual([]);
    expect(consentsDue([], {})).toEqual([]);
  });

  it('for what is required and not there, as in accounts from before', () => {
    expect(consentsDue(CONSENTS, {})).toEqual(['terms', 'privacy']);
  });

  it('for a new version of what it agreed to, required or not', () => {
    expect(consentsDue([renewed(TERMS), PRIVACY, renewed(MARKETING)], agreed)).toEqual(['terms', 'marketing']);
  });

  it('never again for what it refused', () => {
    const refused = accepted(change(OWNER, no(MARKETING)));
    expect(consentsDue([TERMS, PRIVACY, renewed(MARKETING)], refused)).toEqual([]);
  });
});
