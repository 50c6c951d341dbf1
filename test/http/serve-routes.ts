// A function in which every route is the one under test, with its real middy chain.
import type { Outcome } from '#domain/errors.ts';
import { accept } from '#domain/errors.ts';
import { createHttpHandler, type HttpRequest, type RouteHandlers } from '#http/http-handler.ts';
import { json, type Reply } from '#http/reply.ts';
import { ROUTES } from '#routes.ts';
import { createLogger } from '#runtime/logger.ts';
import { apiEvent, lambdaContext, type TestRequest } from '../support/api-event.ts';
import { testSettings } from '../support/service.ts';

export type TestRoute = (request: HttpRequest<unknown>) => Promise<Outcome<Reply>>;

/** One route in the place of all that the function `verify` serves. */
export const asVerify = (route: TestRoute): RouteHandlers<'verify'> => ({
  'POST /verify': route,
  'POST /verify/status': route,
  'POST /links/inspect': route,
});

export const serve = (route: TestRoute, settings = testSettings) => {
  const lines: string[] = [];
  const log = createLogger((line) => lines.push(line), settings.stage);
  const handlers = asVerify(route);
  const others = Object.fromEntries(Object.keys(ROUTES).map((key) => [key, route]));
  const handler = createHttpHandler<'verify'>({ settings, log }, { ...others, ...handlers });
  const call = async (asked: Partial<TestRequest> = {}) => {
    const event = apiEvent({ method: 'POST', path: '/verify/status', body: {}, ...asked });
    const result = await handler(event, lambdaContext);
    const headers = result.headers as Record<string, string>;
    return { requestId: event.requestContext.requestId, status: result.statusCode, headers, result, text: result.body };
  };
  return { call, lines, events: () => lines.map((line) => JSON.parse(line)) };
};

/** Keeps the requests that reached the route. */
export const recording = (settings = testSettings) => {
  const requests: HttpRequest<unknown>[] = [];
  const route: TestRoute = async (request) => {
    requests.push(request);
    return accept(json(200, { ok: true }));
  };
  return { ...serve(route, settings), requests };
};
