// Proves that every mail uses only what the mail programs of people in Korea support, by the data of caniemail.com. A gap that stays
// stands in `accepted.ts` with its reason; a new one fails, and so does one that no longer exists.
import { describe, expect, it } from 'vitest';
import { everySentMail } from '../every-mail.ts';
import { ACCEPTED } from './accepted.ts';
import { gapsOf } from './unsupported.ts';

const gapsOfAll = async (): Promise<Record<string, readonly string[]>> => {
  const found = (await everySentMail()).flatMap(({ html }) => [...gapsOf(html)]);
  return Object.fromEntries(
    found.map(([feature]) => [
      feature,
      inOrder(found.flatMap(([other, programs]) => (other === feature ? [...programs] : []))),
    ]),
  );
};
const inOrder = (programs: readonly string[]): readonly string[] => [...new Set(programs)].sort();

it('the gaps are those that are accepted, no more and no fewer', async () => {
  const accepted = Object.fromEntries(ACCEPTED.map((gap) => [gap.feature, inOrder(gap.in)]));
  expect(Object.keys(accepted)).toHaveLength(ACCEPTED.length);
  expect(await gapsOfAll()).toEqual(accepted);
});

describe('what no mail may use', () => {
  it.each([
    ['<div style="display:flex">', 'Outlook for Windows', 'display:flex'],
    ['<style>.a { position: fixed }</style>', 'Gmail', 'position'],
    ['<picture></picture>', 'Gmail app', '<picture> element'],
    ['<video></video>', 'Outlook', '<video> element'],
    ['<img src="https://cdn.example/a.svg">', 'Gmail', 'SVG'],
  ])('%s is a gap of %s', (html, program, feature) => {
    const found = [...gapsOf(html)].filter(([, programs]) => [...programs].some((name) => name === program));
    expect(found.map(([title]) => title).join()).toContain(feature);
  });
});
