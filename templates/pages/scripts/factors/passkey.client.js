// @ts-check
// What a browser knows of passkeys, as JSON of WebAuthn Level 3: older ones read and write bytes only.

/** @typedef {Record<string, any>} Json */

/** @param {string} text base64url */
function bytesOf(text) {
  const base64 = text.replace(/-/g, '+').replace(/_/g, '/');
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** @param {ArrayBuffer | null | undefined} buffer */
function textOf(buffer) {
  if (!buffer) return undefined;
  const base64 = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return base64.replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}

/** @param {Json[]} [credentials] */
function listed(credentials = []) {
  return credentials.map((one) => ({ ...one, id: bytesOf(one['id']) }));
}

/** @param {any} credential @returns {Json} */
function toJson(credential) {
  if (credential.toJSON) return credential.toJSON();
  const { id, type, response } = credential;
  const parts = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'];
  return {
    ...{ id, rawId: id, type, clientExtensionResults: credential.getClientExtensionResults() },
    response: {
      ...Object.fromEntries(parts.map((name) => [name, textOf(response[name])])),
      ...(response.getTransports && { transports: response.getTransports() }),
    },
  };
}

/** Throws a `DOMException` if there is none. @param {Json} options @param {Json} [more] such as `mediation` and `signal` */
export async function getPasskey(options, more) {
  const read = /** @type {any} */ (PublicKeyCredential).parseRequestOptionsFromJSON;
  const publicKey = read
    ? read.call(PublicKeyCredential, options)
    : {
        ...options,
        challenge: bytesOf(options['challenge']),
        allowCredentials: listed(options['allowCredentials']),
      };
  return toJson(await navigator.credentials.get({ publicKey, ...more }));
}

/** Throws a `DOMException` if none is made. @param {Json} options @param {Json} [more] */
export async function createPasskey(options, more) {
  const read = /** @type {any} */ (PublicKeyCredential).parseCreationOptionsFromJSON;
  const publicKey = read
    ? read.call(PublicKeyCredential, options)
    : {
        ...options,
        challenge: bytesOf(options['challenge']),
        user: { ...options['user'], id: bytesOf(options['user'].id) },
        excludeCredentials: listed(options['excludeCredentials']),
      };
  return toJson(await navigator.credentials.create({ publicKey, ...more }));
}

/**
 * The sentence for what the browser refused; empty if the page stopped it itself.
 * @param {unknown} error @param {Readonly<Record<string, string | undefined>>} words
 */
export function sayWhy(error, words) {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'AbortError') return '';
  // No passkey here, or the person said no: a browser does not tell a page which.
  if (name === 'NotAllowedError') return words['cancelled'] ?? '';
  return (name === 'InvalidStateError' && words['alreadyThere']) || (words['unsupported'] ?? '');
}
