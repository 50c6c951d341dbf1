// @ts-check
// Shows the name of the brand in place of a logo that does not load.
import { find } from './screen.client.js';

export function nameBrokenLogo() {
  const logo = document.querySelector('img.logo');
  if (!(logo instanceof HTMLImageElement)) return;
  const showName = () => {
    find('brand').textContent = logo.alt;
  };
  logo.addEventListener('error', showName);
  // It may have failed before this script ran. Its size would not tell: that of an SVG can be 0.
  if (logo.complete) logo.decode().catch(showName);
}
