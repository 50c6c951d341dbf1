// `replay`: publishes an event again, for an endpoint that has lost it.
import * as z from 'zod/mini';
import { perform } from '../act.ts';
import { actCommand, oneWord } from '../command.ts';

export const replay = actCommand({
  name: 'replay',
  takes: (given) => oneWord(given, 'the id of an event is missing'),
  run: (context, eventId) =>
    perform(context, {
      path: '/admin/events/replay',
      body: { eventId },
      does: { ko: `이벤트 ${eventId}을(를) 다시 보냅니다.`, en: `publishes event ${eventId} again.` },
      whom: [],
      answer: z.object({}),
      report: () => ({
        lines: [{ ko: '이벤트를 다시 보냈습니다.', en: 'The event is published again.' }],
        json: { done: 'replay', eventId },
      }),
    }),
});
