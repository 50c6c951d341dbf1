// Whether the SMTP server accepts us: the secret, the connection, TLS, the log-in, and the sender it allows.
import { SMTP_PRESETS, type SmtpPresetName } from '#domain/delivery/smtp-presets.ts';
import type { Context } from '../../context.ts';
import { type Finding, fault, note, ok } from '../../finding.ts';
import { reachSmtp } from '../../transports.ts';
import { judgeLogIn } from './judge-log-in.ts';

/** Logs in once: servers lock accounts after a few wrong log-ins. */
export const checkSmtp = async (context: Context): Promise<Finding[]> => {
  const reached = await reachSmtp(context);
  if (!reached) return [];
  if ('finding' in reached) return [reached.finding];
  const { smtp, senderAddress } = context.config;
  const logIn = judgeLogIn(reached.server, smtp?.preset, await reached.transport.verify());
  return [logIn, ...judgeAccount(smtp?.preset, reached.user, senderAddress)];
};

/** `user`: from the secret; it is compared and never shown. No finding where the server allows other senders. */
export const judgeAccount = (preset: SmtpPresetName | undefined, user: string, senderAddress: string): Finding[] => {
  if (!preset) return [];
  const { isAccount, domains } = SMTP_PRESETS[preset].sender;
  if (!isAccount) return [];
  if (isSender(user, senderAddress, domains !== 'any')) {
    return [ok('smtp', { ko: '계정과 보내는 주소가 같음', en: 'the sender is the account itself' })];
  }
  const what = {
    ko: `시크릿의 user가 보내는 주소(${senderAddress})의 계정이 아님`,
    en: `the user in the secret is not the account of the sender, ${senderAddress}`,
  };
  const next = {
    ko: 'senderEmail을 그 계정의 주소로 하거나, 시크릿에 보내는 주소의 계정을 넣으세요.',
    en: 'Set senderEmail to the address of that account, or put the account of the sender into the secret.',
  };
  // Naver refuses such a mail; Gmail sends it, with its own account as the sender unless the address is an alias of it.
  return [domains === 'any' ? note('smtp', what, next) : fault('smtp', what, next)];
};

/** Naver lets people log in with the id alone. */
const isSender = (user: string, senderAddress: string, mayBeId: boolean): boolean => {
  const account = user.trim().toLowerCase();
  return account === senderAddress || (mayBeId && account === senderAddress.slice(0, senderAddress.lastIndexOf('@')));
};
