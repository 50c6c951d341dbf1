// The app: its pages, its API, and the routes of log-in and log-out.
import express, { type ErrorRequestHandler, type Request, type RequestHandler } from 'express';
import { type AccessTokenClaims, forExpress } from '../../client/server/index.ts';
import { beginLogIn, endLogIn, finishLogIn, freshLogIn } from './log-in.ts';
import { page } from './page.ts';
import { renewSession, sessions } from './session.ts';
import { APP_URL, IS_SECURE, ISSUER, PORT } from './settings.ts';

declare global {
  namespace Express {
    interface Request {
      auth?: AccessTokenClaims;
    }
  }
}

const queryOf = ({ url }: Request): URLSearchParams => new URL(url, APP_URL).searchParams;

/** Puts the log-in of the person into `locals.logIn`, with an access token that works. Absent: nobody is logged in. */
const whoIsThere: RequestHandler = async (request, response, next) => {
  const before = request.session.logIn;
  const logIn = before && (await freshLogIn(before));
  // What is written to the session is saved with the answer.
  if (logIn !== before) request.session.logIn = logIn;
  response.locals['logIn'] = logIn;
  next();
};

const forPeople: RequestHandler = (request, response, next) => {
  if (response.locals['logIn']) return next();
  return response.redirect(`/log-in?${new URLSearchParams({ returnTo: request.originalUrl })}`);
};

/** No other site may change anything, not even one of the same domain, which `SameSite` does not stop. */
const fromOwnPages: RequestHandler = (request, response, next) => {
  if (request.get('origin') === APP_URL) return next();
  return response.status(403).send(page('This request comes from another site.'));
};

const failed: ErrorRequestHandler = (error, _request, response, _next) => {
  console.error(error);
  response.status(503).send(page('This does not work at the moment. Try again soon.'));
};

const app = express();
app.disable('x-powered-by');
// The address and the scheme are those that the load balancer saw.
if (IS_SECURE) app.set('trust proxy', 1);

// For callers with an access token. No cookie is read here.
app.get('/api/orders', forExpress({ issuer: ISSUER }), (request, response) => {
  response.json({ orders: 0, of: request.auth?.sub });
});

app.use((_request, response, next) => {
  response.set({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
  next();
});
app.use(sessions);

app.get('/log-in', async (request, response) => {
  const { url, pending } = await beginLogIn(queryOf(request));
  request.session.pending = pending;
  response.redirect(url.href);
});

app.get('/callback', async (request, response) => {
  const { pending } = request.session;
  const answer = queryOf(request).toString();
  const logIn = pending && (await finishLogIn(answer, pending).catch((error: unknown) => console.error(error)));
  if (!logIn) return response.status(400).send(page('The log-in did not work.'));
  await renewSession(request);
  request.session.logIn = logIn;
  return response.redirect(pending.returnTo);
});

app.post('/log-out', fromOwnPages, async (request, response) => {
  const { logIn } = request.session;
  await renewSession(request);
  response.redirect(303, logIn ? (await endLogIn(logIn)).href : '/');
});

app.get('/', whoIsThere, (_request, response) => {
  response.send(page('Welcome.', response.locals['logIn']));
});

app.get('/account', whoIsThere, forPeople, (_request, response) => {
  response.send(page('Only you see this page.', response.locals['logIn']));
});

app.use(failed);
app.listen(PORT, () => console.log(APP_URL));
