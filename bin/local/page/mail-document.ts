// A mail as a document of its own. Whatever stands in it, it runs no script and is a stranger to the address it comes from.

/** `sandbox` gives it an origin of its own, also in a tab of its own. Only a link that a person presses may lead the tab on. */
export const MAIL_POLICY = [
  'sandbox allow-top-navigation-by-user-activation',
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src https: data:',
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

/** Links lead the whole tab, so that one tab is enough. */
const BASE = '<base target="_top">';

/** HTML, or the text of a message without any. */
export const mailDocument = ({ html, text }: { readonly html: string; readonly text: string }): string => {
  if (html === '') return `<!doctype html>${BASE}<meta charset="utf-8"><pre>${escapeHtml(text)}</pre>`;
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => `${head}${BASE}`) : `${BASE}${html}`;
};

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
