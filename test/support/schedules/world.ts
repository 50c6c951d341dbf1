// The world of a schedule: the service, what everybody has been given so far, and what they ask for.
import { DEFAULTS, type Limits } from '#domain/defaults.ts';
import type { SendResult } from '#domain/ports/delivery.ts';
import { bearer } from '../account.ts';
import { MARKETING } from '../consents.ts';
import { PASSKEY_DOMAIN } from '../passkeys.ts';
import { SECOND_FACTOR } from '../second-factor.ts';
import { type Answer, createTestService, type TestService } from '../service.ts';
import { PASSWORD } from '../sign-up.ts';
import type { Asked, Span } from './asked.ts';
import { createFactors, type Factors } from './factors.ts';
import { HOME, OWNER, type Person } from './people.ts';
import { plainPasskeys } from './plain-passkeys.ts';
import { createPlainReader, manyTurns, plainPasswords, plainSigner } from './plain-ports.ts';
import { createWitness, sessionOf, type Witness } from './witness.ts';

/** The tokens of one answer. */
export interface Given extends Span {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly sessionId: string;
  readonly userId: string;
  readonly to: Person['name'];
  /** That of the request. */
  readonly path: string;
}

/** Something that ends all sessions, or all but one. */
export interface End extends Span {
  /** Of which account. A person may have one that was moved away, and a new one. Absent: not known, so of all. */
  readonly userId: string | undefined;
  readonly except?: string;
}

/** A token that was accepted. */
export interface Use extends Span {
  readonly token: Given;
}

export interface Ask {
  readonly method?: string;
  readonly token?: Given | undefined;
  readonly key?: string;
  readonly isTab?: boolean;
}

/** A request that was sent again with its idempotency key. */
export interface Repeat {
  readonly key: string;
  readonly first: Answer;
  readonly second: Answer;
}

export interface World {
  readonly service: TestService;
  /** Of every mailbox. While it defers, it asks to try each mail later. */
  readonly provider: { isDeferring: boolean };
  readonly witness: Witness;
  readonly asked: Asked[];
  readonly given: Given[];
  readonly ends: End[];
  readonly uses: Use[];
  readonly repeats: Repeat[];
  /** Tabs of one session that refreshed in parallel, within the grace. */
  readonly tabs: (Span & { readonly sessionId: string })[];
  /** How often each link, and each code, has worked. */
  readonly spent: Map<string, number>;
  readonly continuations: Map<string, string>;
  readonly factors: Factors;
  /** Those that the owner has set or tried to set, newest last. */
  readonly passwords: string[];
  /** Those that the thief knows. */
  readonly stolen: string[];
  ask(who: Person, path: string, body?: unknown, options?: Ask): Promise<Asked>;
  /** The newest tokens of a person. */
  tokensOf(who: Person): Given | undefined;
  nextPassword(of?: string): string;
  /** The mails with a link. */
  links(
    purpose: string,
    to?: string,
  ): readonly { readonly token: string; readonly code?: string; readonly to: string }[];
}

/** Many actions come at one moment here, so guesses and requests of a minute are not bounded. */
const WIDE_LIMITS: Limits = {
  ...DEFAULTS.limits,
  logInFailuresPerNetwork: 1000,
  failuresPerClient: 100_000,
  failuresPerNetwork: 100_000,
  sendingRequestsPerMinute: 1000,
};

const DEFERRED: SendResult = { ok: false, permanent: false, reason: 'recipient_deferred' };

/** With an account at `HOME`, just verified. */
export const createAccountWorld = async (): Promise<World> => {
  const world = createWorld(WIDE_LIMITS);
  const begun = await world.ask(OWNER, '/signup', { email: HOME, password: PASSWORD });
  await world.service.deliver();
  const token = world.links('signup').at(-1)?.token;
  const { continuation } = begun.answer.body;
  const { answer } = await world.ask(OWNER, '/verify', { token, continuation });
  if (answer.status !== 200) throw new Error(`verify answered ${answer.status} ${answer.text}`);
  return world;
};

export const createWorld = (limits: Limits = DEFAULTS.limits): World => {
  const clock = { now: () => 0 };
  const witness = createWitness(() => clock.now());
  const provider = { isDeferring: false };
  const service = createTestService({
    store: witness.store,
    onSend: () => (provider.isDeferring ? DEFERRED : undefined),
    settings: { limits, consents: [MARKETING], passkeyDomain: PASSKEY_DOMAIN, ...SECOND_FACTOR },
    passwords: plainPasswords,
    passkeys: plainPasskeys,
    signing: { signer: plainSigner, createReader: createPlainReader },
    late: manyTurns,
  });
  clock.now = service.clock.now;
  const asked: Asked[] = [];
  const given: Given[] = [];
  const passwords = [PASSWORD];
  let numbers = 0;

  const keep = ({ body, status }: Answer, to: Person['name'], by: Span & Pick<Given, 'path'>) => {
    if (status !== 200 || !body?.refreshToken) return;
    const { accessToken, refreshToken, user } = body;
    given.push({ accessToken, refreshToken, sessionId: sessionOf(refreshToken), userId: user.id, to, ...by });
  };

  return {
    service,
    provider,
    witness,
    asked,
    given,
    ends: [],
    uses: [],
    repeats: [],
    tabs: [],
    spent: new Map(),
    continuations: new Map(),
    factors: createFactors(),
    passwords,
    stolen: [],
    ask: async (who, path, body, { method = 'POST', token, key, isTab = false } = {}) => {
      const headers = {
        'user-agent': who.device,
        ...(token && bearer(token.accessToken)),
        ...(key && { 'idempotency-key': key }),
      };
      const request = { method, path, ip: who.ip, headers, ...(body !== undefined && { body }) };
      const from = witness.next();
      const answer = await witness.as({ who: who.name, path, key, isTab }, () => service.request(request));
      const span = { from, until: witness.next() };
      const done = { who, method, path, userId: token?.userId, answer, ...span };
      asked.push(done);
      keep(answer, who.name, { ...span, path });
      return done;
    },
    tokensOf: ({ name }) => given.findLast(({ to }) => to === name),
    nextPassword: (of = 'owner') => {
      const password = `${PASSWORD} of ${of} ${++numbers}`;
      if (of === OWNER.name) passwords.push(password);
      return password;
    },
    links: (purpose, to) =>
      service.mails.flatMap((mail) => {
        const { token, code } = mail;
        if (!token || mail.tags.purpose !== purpose || (to !== undefined && mail.to !== to)) return [];
        return [{ token, to: mail.to, ...(code && { code }) }];
      }),
  };
};
