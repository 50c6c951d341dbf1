// Fields of a profile in the three flows that write one: a sign-up, its link with a new password, and a change by the owner.
import { describe, expect, it } from 'vitest';
import { bearer } from '../../support/account.ts';
import { PROFILE, PROFILE_FIELDS } from '../../support/profile-fields.ts';
import { freshAddress } from '../../support/real-store.ts';
import { type Answer, createTestService, freshNetwork, type TestService } from '../../support/service.ts';
import { account, mailTo, PASSWORD } from '../../support/sign-up.ts';
import { createTestStore } from '../../support/test-store.ts';

const aService = (store = createTestStore()) =>
  createTestService({ store, settings: { profileFields: PROFILE_FIELDS } });
const OWN = 'a password of my own';

const signUp = (service: TestService, address: string, profile: object | undefined = PROFILE) =>
  service.post('/signup', { email: address, password: PASSWORD, profile }, { ip: `${freshNetwork()}.7` });
const anAccount = async (service: TestService, profile: object = PROFILE): Promise<Answer> => {
  const address = freshAddress();
  const { continuation } = (await signUp(service, address, profile)).body;
  const { token = '' } = await mailTo(service, address);
  return service.post('/verify', { token, continuation });
};
const patch = (service: TestService, owner: Answer, profile: object) =>
  service.request({ method: 'PATCH', path: '/me', headers: bearer(owner.body.accessToken), body: { profile } });
const pathsOf = ({ status, body }: Answer) => ({
  status,
  code: body.code,
  paths: body.errors?.map(({ path }: { path: string }) => path),
});
const refused = (...paths: readonly string[]) => ({ status: 400, code: 'invalid_request', paths });

describe('a sign-up', () => {
  it('stores the fields', async () => {
    const service = aService();
    const owner = await anAccount(service, { ...PROFILE, organization: '하늘' });
    expect(owner.body.user.profile).toEqual({ ...PROFILE, organization: '하늘' });
  });

  it('names what is missing, wrong or no field, and says what would be right', async () => {
    const service = aService();
    const address = freshAddress();
    expect(pathsOf(await service.post('/signup', { email: address, password: PASSWORD }))).toEqual(
      refused('profile.name', 'profile.plan'),
    );
    const wrong = await signUp(service, address, { name: '김민지', plan: 'moon', company: '하늘' });
    expect(pathsOf(wrong)).toEqual(refused('profile.plan', 'profile.company'));
    expect(wrong.body.errors[0].message).toBe('must be one of "work", "home"');
  });

  it('is refused in the same way with and without an account, before anything is sent or counted', async () => {
    const service = aService();
    const known = (await anAccount(service)).body.user.email;
    const unknown = freshAddress();
    const network = `${freshNetwork()}.7`;
    const answers: Answer[] = [];
    for (const email of [known, unknown])
      answers.push(await service.post('/signup', { email, password: PASSWORD, profile: { name: 1 } }, { ip: network }));
    const [ofKnown, ofUnknown] = answers.map(({ status, body }) => ({ status, body }));
    expect(ofKnown).toEqual(ofUnknown);
    expect(await service.loadChallenge(unknown)).toBeUndefined();
    expect((await signUp(service, unknown)).status).toBe(202);
  });
});

describe('a sign-up link with a new password', () => {
  it('asks for the fields again, because those of the sign-up are void', async () => {
    const service = aService();
    const address = freshAddress();
    await signUp(service, address);
    const { token = '' } = await mailTo(service, address);
    const take = (profile?: object) => service.post('/verify', { token, newPassword: OWN, profile });
    expect(pathsOf(await take())).toEqual(refused('profile.name', 'profile.plan'));
    expect(pathsOf(await take({ ...PROFILE, company: 'x' }))).toEqual(refused('profile.company'));
    const verified = await take({ ...PROFILE, name: 'mine' });
    expect(verified).toMatchObject({ status: 200, body: { user: { profile: { ...PROFILE, name: 'mine' } } } });
  });

  it('is refused in the same way whatever the token is', async () => {
    const service = aService();
    const address = freshAddress();
    await signUp(service, address);
    const { token = '' } = await mailTo(service, address);
    const [right, wrong] = [token, `${token.slice(0, -4)}AAAA`].map((one) =>
      service.post('/verify', { token: one, newPassword: OWN }),
    );
    expect((await right)?.body).toEqual((await wrong)?.body);
  });
});

describe('a change by the owner', () => {
  it('takes what is editable, and removes what is optional', async () => {
    const service = aService();
    const owner = await anAccount(service);
    const changed = await patch(service, owner, { name: '민지', news: null, organization: '하늘' });
    const { news: _removed, ...rest } = PROFILE;
    expect(changed.body.profile).toEqual({ ...rest, name: '민지', organization: '하늘' });
  });

  it('is refused for what is closed, required or no field, and changes nothing then', async () => {
    const service = aService();
    const owner = await anAccount(service);
    const changed = await patch(service, owner, { birthYear: 1990, plan: null, company: 'x', name: 'other' });
    expect(pathsOf(changed)).toEqual(refused('profile.birthYear', 'profile.plan', 'profile.company'));
    const { body } = await service.request({ method: 'GET', path: '/me', headers: bearer(owner.body.accessToken) });
    expect(body.profile).toEqual(PROFILE);
  });
});

describe('an account from before there were fields', () => {
  it('keeps its keys, which can only be removed, and fills in the fields as it likes', async () => {
    const store = createTestStore();
    const before = createTestService({ store });
    const owner = await account(before, freshAddress());
    await patch(before, owner, { nickName: '민지', plan: 'other', age: 30 });
    const service = aService(store);
    const { body } = await service.request({ method: 'GET', path: '/me', headers: bearer(owner.body.accessToken) });
    expect(body.profile).toEqual({ nickName: '민지', plan: 'other', age: 30 });
    expect(pathsOf(await patch(service, owner, { nickName: 'x' }))).toEqual(refused('profile.nickName'));
    const changed = await patch(service, owner, { nickName: null, organization: '하늘' });
    expect(changed.body.profile).toEqual({ plan: 'other', age: 30, organization: '하늘' });
  });
});

describe('GET /profile-fields', () => {
  it('gives the fields with their labels, for user interfaces of a team’s own', async () => {
    const { status, body } = await aService().request({ method: 'GET', path: '/profile-fields' });
    expect(status).toBe(200);
    expect(body.profileFields).toMatchObject(PROFILE_FIELDS);
  });

  it('is not there without fields', async () => {
    const answer = await createTestService({ store: createTestStore() }).request({
      method: 'GET',
      path: '/profile-fields',
    });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
