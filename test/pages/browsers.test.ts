// The built pages use nothing that Safari 15, Chrome 99 and Samsung Internet 18 do not have, except what is named with its fallback.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BUILT_FOLDER } from '../../bin/pages/build.ts';
import { SCRIPT_EXCEPTIONS, STYLE_EXCEPTIONS } from '../support/browsers/exceptions.ts';
import { newerInScript } from '../support/browsers/newer-in-script.ts';
import { newerInStyle } from '../support/browsers/newer-in-style.ts';

const builtFiles = (ending: string) => readdirSync(BUILT_FOLDER).filter((name) => name.endsWith(ending));
const read = (name: string) => readFileSync(`${BUILT_FOLDER}/${name}`, 'utf8');

describe('what the oldest browsers lack', () => {
  it('is in no built file, besides the exceptions', () => {
    const scripts = builtFiles('.js').flatMap((name) => newerInScript(read(name)));
    const styles = builtFiles('.css').flatMap((name) => newerInStyle(read(name)));
    expect([scripts, styles].map((found) => [...new Set(found)].sort())).toEqual(
      [SCRIPT_EXCEPTIONS, STYLE_EXCEPTIONS].map((exceptions) => Object.keys(exceptions).sort()),
    );
  });

  it.each([
    'URL.canParse(x)',
    'URL.parse(x)',
    '/(?<=a)b/.test(x)',
    'new RegExp("(?<!a)b")',
    'new RegExp(`(?i:a)`)',
    '/[a--b]/v.test(x)',
    'AbortSignal.timeout(1)',
    'AbortSignal.any(x)',
    'x.at(-1)',
    'x?.["at"](-1)',
    'x.findLast(f)',
    'x.toSorted()',
    'x.isWellFormed()',
    'x.requestSubmit()',
    'x.checkVisibility()',
    'x.showModal()',
    'Object.hasOwn(x, y)',
    'Object.groupBy(x, f)',
    'Promise.withResolvers()',
    'crypto.randomUUID()',
    'structuredClone(x)',
    'window.structuredClone(x)',
    'new URLPattern(x)',
    'const { locks } = navigator',
    'class A { #x = 1 }',
    'class A { static {} }',
    'await x',
  ])('is found in the script %s', (script) => {
    expect(newerInScript(script)).not.toEqual([]);
  });

  it.each([
    'const f = () => { const { at } = x, structuredClone = y; return structuredClone(at); }',
    'JSON.parse(x); x.parse(y); x.timeout; URL.createObjectURL(x)',
    'x?.y ?? (x ||= z.replaceAll("a", "b"))',
    '/\\p{L}(?=a)(?<name>b)/u.exec(x); x.replaceChildren(); Promise.any(x)',
  ])('is not found in the script %s', (script) => {
    expect(newerInScript(script).filter((name) => name !== '.at')).toEqual([]);
  });

  it.each([
    'a:has(b){color:red}',
    'a{&:hover{color:red}}',
    'a{width:10cqi}',
    'a{height:100dvh}',
    'a{color:color-mix(in srgb,red,blue)}',
    'a{color:light-dark(red,blue)}',
    'a{text-wrap:balance}',
    'a{overflow:clip}',
    'a{content:"x" / ""}',
    '@container (width>1px){a{color:red}}',
    '@layer a{b{color:red}}',
    '@media (scripting:none){a{color:red}}',
  ])('is found in the style %s', (style) => {
    expect(newerInStyle(style)).not.toEqual([]);
  });

  it.each([
    'a:is(b)::before{inset:0;width:min(1px,2vh);color:var(--x)}',
    '@media (prefers-color-scheme:dark){a:not(b,c){display:grid}}',
  ])('is not found in the style %s', (style) => {
    expect(newerInStyle(style)).toEqual([]);
  });
});
