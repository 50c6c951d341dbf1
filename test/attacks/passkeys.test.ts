// Passkeys over HTTP, with an authenticator of others: what is forged, replayed or meant for somebody else opens nothing.
import { createPublicKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { NOBODYS_KEY } from '#domain/factors/passkey.ts';
import { bearer } from '../support/account.ts';
import {
  type AuthenticationResponseJSON,
  counterOf,
  createAuthenticator,
  type DeviceOptions,
  type Forgery,
  flipped,
  type RegistrationResponseJSON,
} from '../support/authenticator.ts';
import { createLocalAccount, type LocalAccount } from '../support/local/local-account.ts';
import { type LocalAnswer, PASSWORD, useLocalService } from '../support/local/local-service.ts';
import { aClient, logIn } from '../support/local/people.ts';

const service = useLocalService();

type Authenticator = ReturnType<typeof createAuthenticator>;

const createDevice = (options: DeviceOptions = {}): Authenticator =>
  createAuthenticator({ origin: service.url, ...options });

/** The options to add a passkey. */
const askToAdd = async ({ accessToken }: Pick<LocalAccount, 'accessToken'>) => {
  const { status, text, body } = await service.post(
    '/me/passkeys/options',
    { password: PASSWORD },
    bearer(accessToken),
  );
  if (status !== 200) throw new Error(`the options were answered ${status} ${text}`);
  return body.options;
};
const add = (
  { accessToken }: Pick<LocalAccount, 'accessToken'>,
  credential: RegistrationResponseJSON,
): Promise<LocalAnswer> => service.post('/me/passkeys', { credential }, bearer(accessToken));

const askToLogIn = async () => (await service.post('/login/passkey/options', {})).body.options;
/** Each from a network of its own: wrong ones are counted. */
const send = (credential: unknown, client: Pick<ReturnType<typeof aClient>, 'post'> = aClient(service)) =>
  client.post('/login/passkey', { credential });
const logInBy = async (device: Authenticator) => send(device.get(await askToLogIn()));

const createOwner = async (options: DeviceOptions = {}) => {
  const account = await createLocalAccount(service);
  const device = createDevice(options);
  const { status, text, body } = await add(account, device.create(await askToAdd(account)));
  if (status !== 200) throw new Error(`the passkey was answered ${status} ${text}`);
  return { ...account, device, passkey: body.passkey };
};

const outcomeOf = ({ status, body }: LocalAnswer) => [status, body.code];
const REFUSED = [401, 'invalid_credentials'];
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
const handleOf = (userId: string): string => Buffer.from(userId).toString('base64url');

describe('an authenticator of others', () => {
  it.each(['ES256', 'RS256', 'EdDSA'] as const)('logs in by %s', async (algorithm) => {
    const { device, userId } = await createOwner({ algorithm });
    const { status, body } = await logInBy(device);
    expect([status, body.user.id]).toEqual([200, userId]);
    expect(claimsOf(body.accessToken).amr).toEqual(['pop', 'user', 'mfa']);
  });

  it('that checks nobody logs in by one factor', async () => {
    const { device } = await createOwner({ userVerified: false });
    const { status, body } = await logInBy(device);
    expect(status).toBe(200);
    expect(claimsOf(body.accessToken).amr).toEqual(['pop', 'user']);
  });

  it('that counts nothing, as those that are synced, logs in again and again', async () => {
    const { device } = await createOwner({ increment: 0 });
    for (let time = 0; time < 3; time++) expect((await logInBy(device)).status).toBe(200);
  });
});

/** For the tests that only fail to log in as him. */
let shared: Awaited<ReturnType<typeof createOwner>> | undefined;
const anOwner = async () => {
  shared ??= await createOwner();
  return shared;
};

describe('a log-in that is forged under a right signature', () => {
  const other = { challenge: randomBytes(57).toString('base64url') };
  const FORGERIES: readonly (readonly [string, Forgery])[] = [
    ['another origin', { clientData: { origin: 'https://evil.example' } }],
    ['another port of the same host', { clientData: { origin: 'http://localhost:1' } }],
    ['an origin that begins alike', { clientData: { origin: 'http://localhost.evil.example' } }],
    ['no origin', { clientData: { origin: undefined } }],
    ['a list of origins', { clientData: { origin: ['http://localhost'] } }],
    ['another domain', { rpId: 'evil.example' }],
    ['the kind of a new passkey', { clientData: { type: 'webauthn.create' } }],
    ['a frame of another site', { clientData: { crossOrigin: true } }],
    ['a frame of a site that is named', { clientData: { crossOrigin: true, topOrigin: 'https://evil.example' } }],
    ['a frame of a site alone', { clientData: { topOrigin: 'https://evil.example' } }],
    ['nobody there', { flags: 0 }],
    ['a person checked who is not there', { flags: 0x04 }],
    ['a challenge of nobody', { clientData: other }],
    ['no challenge', { clientData: { challenge: '' } }],
    ['a challenge that is no text', { clientData: { challenge: 7 } }],
    ['the name of nobody', { userHandle: handleOf('01JCZ6T8H2W5E7R9Y1P3D4F6GK') }],
    ['a name that is no id', { userHandle: handleOf('../../admin#') }],
    ['a passkey that nobody has', { id: randomBytes(32).toString('base64url') }],
  ];

  it.each(FORGERIES)('with %s opens nothing', async (_, forgery) => {
    const { device } = await anOwner();
    const real = device.get(await askToLogIn());
    expect(outcomeOf(await send(device.forge(real, forgery)))).toEqual(REFUSED);
    // It was the forgery alone.
    expect((await logInBy(device)).status).toBe(200);
  });

  it('with a changed challenge opens nothing', async () => {
    const { device } = await anOwner();
    const options = await askToLogIn();
    const real = device.get(options);
    for (const challenge of [flipped(options.challenge), options.challenge.slice(0, -2), `${options.challenge}A`]) {
      expect(outcomeOf(await send(device.forge(real, { clientData: { challenge } })))).toEqual(REFUSED);
    }
  });

  it('by the key of another account opens neither', async () => {
    const [owner, thief] = [await anOwner(), await createOwner()];
    const real = thief.device.get(await askToLogIn());
    const asOwner = { userHandle: handleOf(owner.userId) };
    for (const forgery of [asOwner, { ...asOwner, id: owner.passkey.id }, { id: owner.passkey.id }])
      expect(outcomeOf(await send(thief.device.forge(real, forgery)))).toEqual(REFUSED);
  });
});

describe('a log-in that was changed on the way', () => {
  it.each(['clientDataJSON', 'authenticatorData', 'signature'] as const)('in %s opens nothing', async (part) => {
    const { device } = await anOwner();
    const real = device.get(await askToLogIn());
    const changed = { ...real, response: { ...real.response, [part]: flipped(real.response[part]) } };
    expect(outcomeOf(await send(changed))).toEqual(REFUSED);
    expect((await send(real)).status).toBe(200);
  });

  it('gets the same answer whether its account exists or not', async () => {
    const { device } = await anOwner();
    const real = device.get(await askToLogIn());
    const answers = await Promise.all(
      [
        { ...real, response: { ...real.response, signature: flipped(real.response.signature) } },
        device.forge(real, { userHandle: handleOf('01JCZ6T8H2W5E7R9Y1P3D4F6GK') }),
        device.forge(real, { id: randomBytes(32).toString('base64url') }),
        device.forge(real, { clientData: { origin: 'https://evil.example' } }),
      ].map((credential) => send(credential)),
    );
    const seen = answers.map(({ status, body, headers }) => {
      const { requestId: _id, instance: _instance, ...said } = body;
      return JSON.stringify([status, said, Object.keys(headers).toSorted()]);
    });
    expect(new Set(seen).size).toBe(1);
  });
});

it('a signature is compared with a key that nobody has where there is no passkey, so that all take alike', async () => {
  const { modulusLength, namedCurve } = keyOfNobody().asymmetricKeyDetails ?? {};
  expect([modulusLength, namedCurve]).toEqual([undefined, 'prime256v1']);
});

/** Node refuses a point that is not on the curve. */
const keyOfNobody = () => {
  const bytes = Buffer.from(NOBODYS_KEY, 'base64url');
  const [x, y] = [bytes.subarray(10, 42), bytes.subarray(45, 77)].map((part) => part.toString('base64url'));
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: `${x}`, y: `${y}` } });
};

describe('a challenge', () => {
  it('is used once: a repeat opens nothing', async () => {
    const { device } = await createOwner();
    const credential = device.get(await askToLogIn());
    expect((await send(credential)).status).toBe(200);
    expect(outcomeOf(await send(credential))).toEqual([410, 'already_used']);
    // By a later signature, too.
    const later = device.forge(credential, { counter: counterOf(credential) + 5 });
    expect(outcomeOf(await send(later))).toEqual([410, 'already_used']);
  });

  it('is used once by twenty at the same moment', async () => {
    const { device, accessToken } = await createOwner({ increment: 0 });
    const before = await sessionsOf(accessToken);
    const credential = device.get(await askToLogIn());
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(credential)));
    const opened = answers.filter(({ status }) => status === 200);
    expect(opened).toHaveLength(1);
    expect(answers.filter((answer) => answer.status !== 200).every(({ status }) => [409, 410].includes(status))).toBe(
      true,
    );
    expect(await sessionsOf(accessToken)).toBe(before + 1);
  });

  it('is over after five minutes', async () => {
    const { device } = await createOwner();
    const credential = device.get(await askToLogIn());
    await service.advance(301);
    expect(outcomeOf(await send(credential))).toEqual([410, 'expired']);
    expect((await logInBy(device)).status).toBe(200);
  });

  it('for a new passkey logs nobody in, and one for a log-in adds none', async () => {
    const owner = await createOwner();
    const { challenge } = await askToAdd(owner);
    expect(outcomeOf(await send(owner.device.get({ ...(await askToLogIn()), challenge })))).toEqual(REFUSED);
    const { challenge: ofLogIn } = await askToLogIn();
    const fresh = createDevice().create({ ...(await askToAdd(owner)), challenge: ofLogIn });
    expect((await add(owner, fresh)).status).toBeGreaterThanOrEqual(400);
    expect(await namesOf(owner)).toHaveLength(1);
  });
});

const sessionsOf = async (accessToken: string): Promise<number> =>
  (await service.get('/me/sessions', bearer(accessToken))).body.sessions.length;
const namesOf = async ({ accessToken }: Pick<LocalAccount, 'accessToken'>): Promise<readonly string[]> =>
  (await service.get('/me/passkeys', bearer(accessToken))).body.passkeys.map(({ name }: { name: string }) => name);

describe('a counter that goes back', () => {
  it('is refused and told in the log; the passkey stays', async () => {
    const owner = await createOwner();
    for (let time = 0; time < 3; time++) await logInBy(owner.device);
    const copy = owner.device.get(await askToLogIn());
    const last = counterOf(copy) - 1;
    for (const counter of [last, last - 1, 0]) {
      const seen = service.lines.length;
      expect(outcomeOf(await send(owner.device.forge(copy, { counter })))).toEqual(REFUSED);
      expect(service.lines.slice(seen).some((line) => line.includes('"passkey_counter_behind"'))).toBe(true);
    }
    expect(await namesOf(owner)).toHaveLength(1);
    expect((await logInBy(owner.device)).status).toBe(200);
  });
});

it('a copy that counts alike logs in once, when both come at the same moment', async () => {
  const { device } = await createOwner();
  const [one, other] = [device.get(await askToLogIn()), device.get(await askToLogIn())];
  const counter = counterOf(other);
  const copies = [device.forge(one, { counter }), other];
  const statuses = (await Promise.all(copies.map((credential) => send(credential)))).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 401]);
});

describe('a passkey that is gone', () => {
  it('because its owner removed it opens nothing', async () => {
    const { device, accessToken, passkey } = await createOwner();
    const begun = device.get(await askToLogIn());
    const body = { id: passkey.id, password: PASSWORD };
    expect((await service.from().send('DELETE', '/me/passkeys', body, bearer(accessToken))).status).toBe(200);
    expect(outcomeOf(await send(begun))).toEqual(REFUSED);
    expect(outcomeOf(await logInBy(device))).toEqual(REFUSED);
  });

  it('with its account opens nothing', async () => {
    const { device, accessToken } = await createOwner();
    await service.from().send('DELETE', '/me', { password: PASSWORD }, bearer(accessToken));
    expect(outcomeOf(await logInBy(device))).toEqual(REFUSED);
  });
});

describe('a new passkey', () => {
  const FORGERIES: readonly (readonly [string, Pick<Forgery, 'clientData' | 'rpId' | 'flags'>])[] = [
    ['another origin', { clientData: { origin: 'https://evil.example' } }],
    ['another domain', { rpId: 'evil.example' }],
    ['the kind of a log-in', { clientData: { type: 'webauthn.get' } }],
    ['a frame of another site', { clientData: { crossOrigin: true } }],
    ['a frame of a site that is named', { clientData: { crossOrigin: true, topOrigin: 'https://evil.example' } }],
    ['a challenge of nobody', { clientData: { challenge: randomBytes(57).toString('base64url') } }],
  ];

  it('that is forged is not added', async () => {
    const account = await createLocalAccount(service);
    const device = createDevice();
    const real = device.create(await askToAdd(account));
    const answers = [];
    for (const [what, forgery] of FORGERIES)
      answers.push([what, (await add(account, device.forgeNew(real, forgery))).body.code]);
    expect(answers).toEqual(FORGERIES.map(([what]) => [what, 'invalid_request']));
    expect(await namesOf(account)).toEqual([]);
    expect((await add(account, real)).status).toBe(200);
  });

  it('is not added by another session or account, nor twice, nor late', async () => {
    const owner = await createLocalAccount(service);
    const { body: second } = await logIn(aClient(service), owner.address);
    const stranger = await createLocalAccount(service);
    const real = createDevice().create(await askToAdd(owner));
    for (const other of [second, stranger]) {
      expect((await add(other, real)).status).toBeGreaterThanOrEqual(400);
      expect(await namesOf(other)).toEqual([]);
    }
    const { body: added } = await add(owner, real);
    // A repeat whose first answer was lost gets that answer.
    expect((await add(owner, real)).body).toEqual(added);
    const late = createDevice().create(await askToAdd(owner));
    await service.advance(301);
    expect((await add(owner, late)).status).toBeGreaterThanOrEqual(400);
    expect(await namesOf(owner)).toHaveLength(1);
  });

  it('takes the proof of the owner', async () => {
    const { accessToken } = await createLocalAccount(service);
    const ask = (body: object) => aClient(service).post('/me/passkeys/options', body, bearer(accessToken));
    for (const body of [{}, { password: 'wrong battery horse' }]) expect((await ask(body)).status).toBe(401);
    expect((await aClient(service).post('/me/passkeys/options', { password: PASSWORD })).status).toBe(401);
  });

  it('with the id of another account’s passkey opens its own account alone', async () => {
    const owner = await createOwner();
    const thief = await createLocalAccount(service);
    const device = createDevice();
    const real = device.create(await askToAdd(thief));
    // As an authenticator of the thief's making would: the id of the owner's passkey in place of its own.
    const attestation = Buffer.from(real.response.attestationObject, 'base64url');
    const own = Buffer.from(real.id, 'base64url');
    Buffer.from(owner.passkey.id, 'base64url').copy(attestation, attestation.indexOf(own));
    const attestationObject = attestation.toString('base64url');
    const { id } = owner.passkey;
    await add(thief, { ...real, id, rawId: id, response: { ...real.response, attestationObject } });
    const stolen = device.get(await askToLogIn());
    const asOwner = device.forge(stolen, { id, userHandle: handleOf(owner.userId) });
    expect(outcomeOf(await send(asOwner))).toEqual(REFUSED);
    const { status, body } = await logInBy(owner.device);
    expect([status, body.user.id]).toEqual([200, owner.userId]);
  });

  it('is one of ten at most, also when two come at once', async () => {
    const owner = await createOwner();
    for (let count = 1; count < 9; count++) {
      expect((await add(owner, createDevice().create(await askToAdd(owner)))).status).toBe(200);
    }
    const last = [createDevice().create(await askToAdd(owner)), createDevice().create(await askToAdd(owner))];
    const statuses = (await Promise.all(last.map((credential) => add(owner, credential)))).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(1);
    while ((await namesOf(owner)).length < 10) await add(owner, createDevice().create(await askToAdd(owner)));
    const { accessToken } = owner;
    const refused = await service.post('/me/passkeys/options', { password: PASSWORD }, bearer(accessToken));
    expect(outcomeOf(refused)).toEqual([409, 'too_many_passkeys']);
    expect(await namesOf(owner)).toHaveLength(10);
  });
});

describe('bodies that no browser sends', () => {
  const NASTY: readonly unknown[] = [
    ...[null, true, 7, -1, 1e21, '', 'A', '====', '%00', '\u0000', '𝒳', [], [[]], {}, { length: 7 }],
    // Very deep: CBOR, JSON.
    ...[Buffer.alloc(9000, 0x81), Buffer.from('['.repeat(9000))].map((bytes) => bytes.toString('base64url')),
    // Of giant lengths that are not there: CBOR.
    ...['5b7fffffffffffffff', '9b7fffffffffffffff', 'bb7fffffffffffffff', '5bffffffffffffffff', 'bf'].map((hex) =>
      Buffer.from(hex, 'hex').toString('base64url'),
    ),
    ...['A'.repeat(20_000), 'o2NmbXRkbm9uZQ', '-_-_', 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0', 'bnVsbA', 'W10', 'MQ'],
  ];
  const FIELDS = ['id', 'rawId', 'type', 'response', 'clientExtensionResults', 'authenticatorAttachment'] as const;

  const variantsOf = (real: AuthenticationResponseJSON | RegistrationResponseJSON): object[] => [
    ...FIELDS.flatMap((field) => NASTY.map((value) => ({ ...real, [field]: value }))),
    ...Object.keys(real.response).flatMap((field) =>
      NASTY.map((value) => ({ ...real, response: { ...real.response, [field]: value } })),
    ),
  ];

  it('log nobody in and are never the fault of the service', async () => {
    const { device } = await createOwner();
    const real = device.get(await askToLogIn());
    const variants = [...NASTY, ...variantsOf(real)];
    const answers = [];
    for (const credential of variants) answers.push(await send(credential));
    const wrong = answers.flatMap(({ status }, index) =>
      status < 400 || status >= 500 ? [[status, JSON.stringify(variants[index]).slice(0, 300)]] : [],
    );
    // Fields that a log-in does not need may be anything that the schema takes.
    expect(wrong.filter(([status]) => status !== 200 && status !== 410)).toEqual([]);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
  });

  it('add nothing and are never the fault of the service', async () => {
    const account = await createLocalAccount(service);
    const real = createDevice().create(await askToAdd(account));
    const wrong = [];
    for (const credential of [...NASTY, ...variantsOf(real)]) {
      const { status } = await service.post('/me/passkeys', { credential }, bearer(account.accessToken));
      if (status >= 500) wrong.push([status, JSON.stringify(credential).slice(0, 300)]);
    }
    expect(wrong).toEqual([]);
    expect((await namesOf(account)).length).toBeLessThanOrEqual(1);
  });

  it('with a key that is broken add nothing', async () => {
    const account = await createLocalAccount(service);
    const real = createDevice().create(await askToAdd(account));
    const bytes = Buffer.from(real.response.attestationObject, 'base64url');
    for (let at = 0; at < bytes.length; at += 7) {
      const broken = Buffer.from(bytes);
      broken.writeUInt8(broken.readUInt8(at) ^ 0xff, at);
      const response = { ...real.response, attestationObject: broken.toString('base64url') };
      const { status } = await service.post(
        '/me/passkeys',
        { credential: { ...real, response } },
        bearer(account.accessToken),
      );
      expect([at, status < 500]).toEqual([at, true]);
    }
  });
});

it('guesses are counted for the network, as wrong passwords are', async () => {
  const { device } = await createOwner();
  const client = aClient(service);
  const real = device.get(await askToLogIn());
  const wrong = { ...real, response: { ...real.response, signature: flipped(real.response.signature) } };
  const statuses = [];
  for (let guess = 0; guess < 700 && statuses.at(-1) !== 429; guess++)
    statuses.push((await client.post('/login/passkey', { credential: wrong })).status);
  expect(statuses.at(-1)).toBe(429);
});
