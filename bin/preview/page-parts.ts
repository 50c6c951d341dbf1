// Style and script of the preview's page.

type Choices = Readonly<Record<string, { readonly values: readonly string[] }>>;

/** A rule for each choice hides what is not chosen, so that the switches work without a script. */
export const styleOf = (choices: Choices): string => {
  const rules = Object.entries(choices).flatMap(([name, { values }]) =>
    values.map((value) => `body:has(#${name}-${value}:not(:checked)) [data-${name}="${value}"] { display: none; }`),
  );
  return `${STYLE}${rules.join('\n')}`;
};

const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#eceef1, #23272e); color: light-dark(#1b1f24, #f1f3f5); }
header { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: 4px 20px; align-items: center; padding: 8px 24px; background: light-dark(#fff, #111418); border-bottom: 1px solid #8886; }
h1 { margin: 0; font-size: 18px; }
h2 { margin: 32px 0 8px; }
section { padding: 0 24px; scroll-margin-top: 80px; }
article { margin: 0 0 24px; }
fieldset { display: flex; gap: 10px; margin: 0; padding: 0; border: 0; }
legend { float: left; margin-right: 10px; opacity: 0.7; }
nav { display: flex; flex-wrap: wrap; gap: 4px 12px; }
a { color: light-dark(#1a56b0, #8ab4f8); }
.inbox { margin: 0 0 8px; }
.frames { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
figure { margin: 0; max-width: 100%; }
figcaption { font-size: 13px; opacity: 0.7; }
iframe { display: block; border: 1px solid #8886; background: #fff; }
pre { box-sizing: border-box; width: 632px; max-width: 100%; margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; padding: 16px; font-size: 13px; background: light-dark(#fff, #111418); border: 1px solid #8886; }
`;

/** Makes each frame as high as its mail when it becomes visible. The mails themselves run no script. */
export const SCRIPT = `
const fit = (frame) => {
  const body = frame.contentDocument?.body;
  if (body?.firstElementChild && frame.offsetParent) frame.height = frame.contentDocument.documentElement.getBoundingClientRect().height;
};
const frames = document.querySelectorAll('iframe');
for (const frame of frames) frame.addEventListener('load', () => fit(frame));
addEventListener('change', () => requestAnimationFrame(() => frames.forEach(fit)));
addEventListener('load', () => frames.forEach(fit));
`;
