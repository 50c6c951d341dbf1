// One page for everything, with who is logged in.
import type { LogIn } from './log-in.ts';

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const OUT = '<p><a href="/log-in?returnTo=/account">Log in</a> or <a href="/log-in?prompt=create">sign up</a></p>';
const LOG_OUT = '<form method="post" action="/log-out"><button>Log out</button></form>';

export const page = (message: string, logIn?: LogIn): string => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>Express app</title>
  <h1>Express app</h1>
  <p>${escapeHtml(message)}</p>
  ${logIn ? `<p>Logged in as <b id="who">${escapeHtml(logIn.email)}</b>. <a href="/account">Account</a></p>${LOG_OUT}` : OUT}
</html>
`;
