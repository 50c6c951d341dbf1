// What the built script and style use although the oldest browsers of the pages do not have it, and what happens there.

export const SCRIPT_EXCEPTIONS: Readonly<Record<string, string>> = {
  BroadcastChannel: 'asked for before use: a waiting tab only polls',
  'navigator.locks': 'asked for before use: tabs refresh without waiting for one another',
  trustedTypes: 'asked for before use: without it a script has any address',
  'PublicKeyCredential.getClientCapabilities()': 'asked for before use: no passkey is made without a question',
  'PublicKeyCredential.isConditionalMediationAvailable()': 'asked for before use: passkeys are behind the button alone',
  'PublicKeyCredential.parseCreationOptionsFromJSON': 'asked for before use: the script reads the options itself',
  'PublicKeyCredential.parseRequestOptionsFromJSON': 'asked for before use: the script reads the options itself',
  '.when': 'an attribute of ours',
  '.at': 'the time of an answer in our own data',
  '.locale': 'the language of our own data',
  '.show': 'a sentence of ours',
};

export const STYLE_EXCEPTIONS: Readonly<Record<string, string>> = {
  ':has': 'distances and the tick of a success',
  ':focus-visible': 'the browser shows its own ring',
  '(scripting)': 'the form is seen below the sentence that asks for a script',
  '(forced-colors)': 'the border of a button is thinner',
  dvh: 'vh stands in front of it',
  'content with alternative text': 'content without it stands in front of it',
  'color-mix()': 'only where the browser supports it',
  anywhere: 'the body breaks words',
  outline: 'the ring has no round corners',
  'accent-color': 'a box has the colour of the system',
  appearance: 'the prefixed one stands before it',
  'text-size-adjust': 'its prefixed form stands in front of it',
  pointer: 'no mouse on these phones',
  'not-allowed': 'no mouse on these phones',
  progress: 'no mouse on these phones',
};
