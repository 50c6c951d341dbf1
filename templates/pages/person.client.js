// @ts-check
// Sends what the service may want from a person alone. Its answer says so; only then the script of the check is loaded.
import { settings } from './return.client.js';
import { find, locale, texts } from './screen.client.js';
import { post } from './service.client.js';

/** @param {string} path @param {import('./service.client.js').Fields} fields */
export async function postAsPerson(path, fields) {
  const reply = await post(path, fields);
  const { human } = settings;
  if (!human || reply.body['code'] !== 'human_check_required') return reply;
  /** @type {typeof import('./human.client.js')} */
  const { solve } = await import(human.script);
  const humanToken = await solve(reply.body, { ...human, locale, slow: texts.slow, status: find('status') });
  return humanToken === undefined ? reply : post(path, { ...fields, humanToken });
}
