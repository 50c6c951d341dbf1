// One request and its JSON answer, for the client and for the hosted pages: in a bounded time, and again when an answer was lost.

const TIMEOUT_MILLISECONDS = 30_000;
const RETRY_MILLISECONDS = 1000;

/** They send a message. A repeat with the same key gets the same answer and sends nothing. */
export const SENDS: readonly string[] = [
  '/signup',
  '/signup/resend',
  '/login/link',
  '/reset',
  '/otp',
  '/me/email',
  '/me/phone',
];

export interface Exchanged {
  /** 0: there was no answer. */
  readonly status: number;
  /** Empty, if it was no JSON object. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The time was up. */
  readonly isLate?: boolean;
}

/** Never throws. */
export const exchange = async <Init extends object>(
  fetch: (url: string, init: Init & { readonly signal: AbortSignal }) => Promise<Response>,
  url: string,
  init: Init,
): Promise<Exchanged> => {
  // `AbortSignal.timeout` is newer than some browsers in use.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), TIMEOUT_MILLISECONDS);
  try {
    const response = await fetch(url, { ...init, signal: late.signal });
    const body = (await response.json().catch(() => undefined)) as Exchanged['body'] | null | undefined;
    return { status: response.status, body: body && typeof body === 'object' ? body : {} };
  } catch {
    return { status: 0, body: {}, isLate: late.signal.aborted };
  } finally {
    clearTimeout(timer);
  }
};

/** For a request that the service knows again by its key. Who has waited for the whole time is told so first. */
export const askTwice = async (ask: () => Promise<Exchanged>): Promise<Exchanged> => {
  const answer = await ask();
  if (answer.status !== 0 || answer.isLate) return answer;
  await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
  return ask();
};
