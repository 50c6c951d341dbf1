// `replay`: publishes an event again, for an endpoint that has lost it.
import * as z from 'zod/mini';
import { perform } from '../act.ts';
import { actCommand, oneWord } from '../command.ts';

export const replay = actCommand({
  name: 'replay',
  options: ['endpoint'],
  takes: (given) => {
    const eventId = oneWord(given, 'the id of an event is missing');
    const { endpoint } = given.values;
    return { eventId, ...(endpoint !== undefined && { endpoint }) };
  },
  run: (context, body) =>
    perform(context, {
      path: '/admin/events/replay',
      body,
      does: {
        ko: `이벤트 ${body.eventId}을(를) ${body.endpoint ?? '모두'}에 다시 보냅니다.`,
        en: `publishes event ${body.eventId} again, for ${body.endpoint ?? 'all'}.`,
      },
      whom: [],
      answer: z.object({}),
      report: () => ({
        lines: [{ ko: '이벤트를 다시 보냈습니다.', en: 'The event is published again.' }],
        json: { done: 'replay', ...body },
      }),
    }),
});
