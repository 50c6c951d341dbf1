// Begins a challenge, or sends the mail or sms of a live one again. The one row that is written is also the order to send it.
import type { Challenge } from '#domain/challenge/challenge.ts';
import { decideResend } from '#domain/challenge/continuation.ts';
import { UNUSED_MAIL } from '#domain/challenge/human-check.ts';
import { checkLinkClient } from '#domain/challenge/link-target.ts';
import { decideSend } from '#domain/challenge/send-limits.ts';
import { accept, type Outcome, refuse } from '#domain/errors.ts';
import type { Ports } from '#domain/ports.ts';
import { challengeKey } from '#domain/store-keys.ts';
import { decideAndSwap } from '../decide-and-swap.ts';
import type { ChallengeRequest } from './challenge-request.ts';
import { countAlias, countMail, countSending, takeBackSending } from './count-sending.ts';
import { countUnusedMails } from './count-unused-mails.ts';
import { nextChallenge, type Prepared } from './next-challenge.ts';
import { answerAgain, keepAnswer, keyedRequest } from './repeat-by-key.ts';
import { type Sent, sentBy } from './sent.ts';

type Dependencies = Pick<Ports, 'store' | 'clock' | 'ids' | 'random' | 'settings' | 'log'>;

/** The answer and the work are the same with and without an account. Only the courier checks for one. */
export const sendChallenge = async (dependencies: Dependencies, request: ChallengeRequest): Promise<Outcome<Sent>> => {
  const { store, clock, settings } = dependencies;
  const { ref, caller } = request;
  const pages = request.onLive === 'keep' ? accept(undefined) : checkLinkClient(settings, request.clientId);
  if (!pages.ok) return pages;
  const now = clock.now();
  const keyed = keyedRequest(request);
  // With a key the row is loaded first, because a repeat is not counted.
  const [early] = keyed ? await store.load([challengeKey(ref)]) : [];
  const repeated = answerAgain(keyed, ref, keptContinuation(request), early, now);
  if (repeated) return accept(repeated);
  const admitted = (await request.admit?.()) ?? accept(undefined);
  if (!admitted.ok) return admitted;
  const counted = await countSending(dependencies, caller, now);
  if (!counted.ok) return counted;
  const [current] = keyed ? [early] : await store.load([challengeKey(ref)]);
  const own =
    request.onLive === 'keep' ? decideResend(current, request.ref, request.lifetimeSeconds, now) : accept(undefined);
  if (!own.ok) return own;
  const allowed = decideSend(current, { now, network: caller.network, limits: settings.limits });
  if (!allowed.ok) return allowed;
  const checked = (await request.check?.(current, keyed)) ?? accept(undefined);
  if (!checked.ok) return checked;
  const alias = await countAlias(dependencies, ref, caller, now);
  if (!alias.ok) return alias;
  const made = (await request.makeData?.()) ?? accept(undefined);
  if (!made.ok) {
    await alias.value.takeBack();
    await checked.value?.takeBack();
    return made;
  }
  const mail = await countMail(dependencies, ref, caller, now);
  if (!mail.ok) return mail;
  const written = await write(dependencies, request, { keyed, current, makeData: made.value });
  if (written.ok && !written.value.isRepeat) {
    if (ref.purpose === 'signup') await countUnusedMails(dependencies, UNUSED_MAIL);
    return accept(written.value.sent);
  }
  await mail.value.takeBack();
  await checked.value?.takeBack();
  if (!written.ok) return written;
  await takeBackSending(dependencies, caller, now);
  await alias.value.takeBack();
  return accept(written.value.sent);
};

/** The continuation that the client keeps, unless the answer makes a new one. */
const keptContinuation = (request: ChallengeRequest): string | undefined =>
  request.onLive === 'keep' ? undefined : request.continuation;

interface Written {
  readonly sent: Sent;
  /** The same request at the same time was first, and nothing was written. */
  readonly isRepeat: boolean;
}

const write = async (
  dependencies: Dependencies,
  request: ChallengeRequest,
  { current, ...prepared }: Prepared & { readonly current: Challenge | undefined },
): Promise<Outcome<Written>> => {
  const { store, clock, settings, log } = dependencies;
  const { ref, caller } = request;
  const now = clock.now();
  const attempt = { now, network: caller.network, limits: settings.limits };
  let continuation: string | undefined;
  let isResent = false;
  let repeated: Sent | undefined;
  const written = await decideAndSwap(store, challengeKey(ref), current, (seen) => {
    repeated = answerAgain(prepared.keyed, ref, keptContinuation(request), seen, now);
    if (repeated) return refuse('try_again');
    const next = nextChallenge(dependencies, request, seen, now, prepared);
    isResent = next.isResent;
    continuation = next.continuation;
    if (!next.challenge.ok) return next.challenge;
    return accept(keepAnswer(prepared.keyed, next.challenge.value, next.continuationId, attempt));
  });
  if (repeated) return accept({ sent: repeated, isRepeat: true });
  if (!written.ok) return written;
  log.write(isResent ? 'challenge_resent' : 'challenge_begun', { challenge: written.value.id, purpose: ref.purpose });
  return accept({ sent: { address: ref.address, ...sentBy(written.value, attempt), continuation }, isRepeat: false });
};
