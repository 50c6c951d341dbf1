// Sends a test mail through the stage's own SMTP server, never through a fallback, which would hide a fault.
import type { Context } from '../context.ts';
import type { Report } from '../report.ts';
import { reachSmtp } from '../transports.ts';
import { reportUnreadable, reportUnsent } from './report-unsent.ts';
import { composeTest } from './test-mail.ts';

/** Needs no deployment, so it can be tested before the first one. */
export const sendBySmtp = async (context: Context, to: string): Promise<Report> => {
  const reached = await reachSmtp(context);
  if (!reached) throw new Error('this stage has no SMTP server');
  if ('finding' in reached) return reportUnreadable(reached.finding, { to });
  const sent = await reached.transport.send(await composeTest(context.config, to, context.now));
  if (!sent.ok) return reportUnsent(sent, { to });
  const { host } = reached.server;
  return {
    exitCode: 0,
    json: { to, sent: true, messageId: sent.messageId, feedback: 'not_visible' },
    lines: [
      { ko: `${host}이(가) 받았습니다 (${sent.messageId}).`, en: `${host} accepted it (${sent.messageId}).` },
      {
        ko: `도착 여부는 ${to} 메일함에서 확인하세요. 반송 메일도 그곳으로 옵니다. SMTP로는 그 밖의 결과를 알 수 없습니다.`,
        en: `Look for it in the mailbox of ${to}. Bounces arrive there too; SMTP reports them nowhere else.`,
      },
    ],
  };
};
