// Proves that SpamAssassin gives no mail a point, for a brand in Latin letters and one in Hangul. Without rules that ask the network.
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { everySentMail } from './every-mail.ts';

/** All mails in one run, which takes most of its time to start. */
const judge = async (mails: readonly Buffer[]): Promise<readonly string[]> => {
  const judging = spawn('spamassassin', ['--local', '--mbox'], { stdio: ['pipe', 'pipe', 'ignore'] });
  judging.stdin.end(
    Buffer.concat(mails.flatMap((raw) => [Buffer.from('From a Thu Jan  1 00:00:00 2026\n'), raw, Buffer.from('\n\n')])),
  );
  return (await text(judging.stdout)).split(/^From a .*\n/m).slice(1);
};

/** What a mail cannot have before it is sent. */
const UNSENT = ['NO_RECEIVED', 'NO_RELAYS', 'none'];
/** `HTML_MESSAGE` scores nothing. */
const WITHOUT_POINTS = ['HTML_MESSAGE'];

it('no mail has a point of SpamAssassin', async () => {
  const mails = await everySentMail();
  const judged = await judge(mails.map(({ raw }) => raw));
  expect(judged).toHaveLength(mails.length);
  for (const [index, verdict] of judged.entries()) {
    const [, score, tests = ''] =
      /^X-Spam-Status: No, score=(\S+)[^=]*=\S+\s+tests=([\w,\s]+?)\s+autolearn/ms.exec(verdict) ?? [];
    const rules = tests.split(/[\s,]+/).filter((rule) => ![...UNSENT, ...WITHOUT_POINTS].includes(rule));
    expect({ mail: mails[index]?.name, rules, score: Number(score) <= 0 }).toEqual({
      mail: mails[index]?.name,
      rules: [],
      score: true,
    });
  }
});
