// @ts-check
// Sends what the service may want from a person alone. Its answer says so; only then the script of the check is loaded.
import { settings } from './return.client.js';
import { post } from './service.client.js';

/** @param {string} path @param {import('./service.client.js').Fields} fields @returns {Promise<import('./service.client.js').Reply>} */
export async function postAsPerson(path, fields) {
  const reply = await post(path, fields);
  const script = reply.status === 403 && settings.human?.script;
  /** @param {string} humanToken */
  const again = (humanToken) => post(path, { ...fields, humanToken });
  return script ? (await import(script)).askForPerson(reply, again) : reply;
}
