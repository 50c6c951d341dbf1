// @ts-check
// The script of the widget on this machine: the calls of Cloudflare's api.js that a page needs, with its checks and its callbacks.
// https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/

/**
 * @typedef {object} WidgetOptions
 * @property {string} sitekey
 * @property {string} [action]
 * @property {string} [language]
 * @property {'normal' | 'flexible' | 'compact'} [size]
 * @property {(token: string) => void} [callback]
 * @property {(code: string) => unknown} [error-callback]
 * @property {() => void} [expired-callback]
 */

(() => {
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  if (!script?.src) throw new Error('[Turnstile on this machine] Could not find the script tag.');
  const { origin } = new URL(script.src);
  const TOKEN_MILLISECONDS = 300_000;
  // https://developers.cloudflare.com/turnstile/get-started/client-side-rendering/widget-configurations/
  const SIZES = { normal: ['300px', '65px'], flexible: ['100%', '65px', '300px'], compact: ['150px', '140px'] };

  /** @type {Map<string, { frame: HTMLIFrameElement, options: WidgetOptions, expiry?: ReturnType<typeof setTimeout> }>} */
  const widgets = new Map();
  let last = 0;

  /** @param {string} id */
  const remove = (id) => {
    const widget = widgets.get(id);
    clearTimeout(widget?.expiry);
    widget?.frame.remove();
    widgets.delete(id);
  };

  /** @param {HTMLElement} container @param {WidgetOptions} options */
  const render = (container, options) => {
    const { sitekey, action = '', language = 'auto', size = 'normal' } = options;
    if (!(container instanceof HTMLElement)) throw new Error('[Turnstile on this machine] Invalid container.');
    if (!/^[\w-]{3,100}$/.test(sitekey)) throw new Error('[Turnstile on this machine] Invalid sitekey.');
    if (!/^[\w-]{0,32}$/.test(action)) throw new Error('[Turnstile on this machine] Invalid action.');
    last += 1;
    const id = `cf-chl-widget-${last}`;
    const frame = document.createElement('iframe');
    // Cloudflare's script tells the whole address of the page, too.
    const { hostname, href } = location;
    const query = new URLSearchParams({ id, sitekey, action, language, hostname, href, page: location.origin });
    frame.src = `${origin}/turnstile/frame?${query}`;
    frame.title = 'Widget containing a Cloudflare security challenge';
    const [width, height, minWidth] = SIZES[size];
    Object.assign(frame.style, { width, height, minWidth });
    frame.style.border = 'none';
    frame.setAttribute('sandbox', 'allow-same-origin allow-scripts allow-popups');
    widgets.set(id, { frame, options });
    container.append(frame);
    return id;
  };

  addEventListener('message', ({ origin: sender, data }) => {
    if (sender !== origin || data?.source !== 'cloudflare-challenge') return;
    const widget = widgets.get(data.id);
    if (!widget) return;
    if (data.event === 'complete') {
      widget.options.callback?.(data.token);
      widget.expiry = setTimeout(() => widget.options['expired-callback']?.(), TOKEN_MILLISECONDS);
    } else if (data.event === 'fail') widget.options['error-callback']?.(String(data.code));
  });

  Object.assign(window, { turnstile: { render, remove } });
})();
