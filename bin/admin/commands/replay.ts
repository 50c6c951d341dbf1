// `replay`: sends an event again, for a receiver that has lost it.
import * as z from 'zod/mini';
import { perform } from '../act.ts';
import { actCommand, oneWord } from '../command.ts';

const Answer = z.object({ eventId: z.string(), type: z.string() });

export const replay = actCommand({
  name: 'replay',
  options: ['endpoint'],
  takes: (given) => {
    const { endpoint } = given.values;
    return { eventId: oneWord(given, 'the id of an event is missing'), ...(endpoint && { endpoint }) };
  },
  run: (context, body) => {
    const { eventId, endpoint } = body;
    const to =
      endpoint === undefined
        ? { ko: '받는 모든 곳에', en: 'to everybody who gets it' }
        : { ko: `${endpoint}에`, en: `to ${endpoint}` };
    return perform(context, {
      path: '/admin/events/replay',
      body,
      does: {
        ko: `이벤트 ${eventId}을(를) ${to.ko} 다시 보냅니다.`,
        en: `sends the event ${eventId} again, ${to.en}.`,
      },
      whom: [],
      answer: Answer,
      report: ({ type }) => ({
        lines: [{ ko: `${type} 이벤트를 다시 보냈습니다.`, en: `The event ${type} is sent again.` }],
        json: { done: 'replay', ...body, type },
      }),
    });
  },
});
