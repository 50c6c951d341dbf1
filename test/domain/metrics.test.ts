// The list of metrics: each counts an event that is logged, by fields that the event has and that have few values.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EVENTS } from '#domain/events.ts';
import { METRIC_NAMESPACE, METRICS, type Metric } from '#domain/metrics.ts';

const FUNCTIONS = new URL('../../functions/', import.meta.url);
const sources = readdirSync(FUNCTIONS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/domain.(metrics|events)\.ts$/.test(name))
  .map((name) => readFileSync(new URL(name, FUNCTIONS), 'utf8'));

const counted = Object.entries(METRICS) as [keyof typeof METRICS, readonly Metric[]][];
const fieldsOf = (metrics: readonly Metric[]) =>
  metrics.flatMap(({ field, when = {}, unless = {} }) => [
    ...(field ? [field] : []),
    ...Object.keys(when),
    ...Object.keys(unless),
  ]);
const all = counted.flatMap(([event, metrics]) => metrics.map((metric) => ({ event, ...metric })));

/** The arguments of each `log.write(` call that names the event. */
const writtenWith = (event: string): string[] =>
  sources
    .filter((source) => source.includes(`'${event}'`))
    .flatMap((source) => source.split('log.write(').slice(1))
    .map((rest) => rest.slice(0, rest.search(/\)[;,]?\n/)))
    .filter((call) => call.includes(`'${event}'`) || /^[A-Z_]*EVENTS\[|^noted \?/.test(call.trim()));

describe.each(counted)('%s', (event, metrics) => {
  it('is an event of the log, and some code writes it', () => {
    expect(EVENTS).toHaveProperty(event);
    expect(writtenWith(event).length).toBeGreaterThan(0);
  });

  it('carries every field that a metric of it reads', () => {
    const calls = writtenWith(event);
    const missing = fieldsOf(metrics).filter((field) => !calls.some((call) => new RegExp(`\\b${field}\\b`).test(call)));
    expect(missing).toEqual([]);
  });

  it('counts something, under names of their own', () => {
    const names = metrics.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
  });
});

describe('metrics', () => {
  it('of one name have one unit', () => {
    for (const [name, group] of Map.groupBy(all, (metric) => metric.name))
      expect([name, new Set(group.map(({ unit }) => unit)).size]).toEqual([name, 1]);
  });

  it('are of single events: a constant and a field exclude each other', () => {
    for (const { name, field, value } of all) expect(field === undefined || value === undefined, name).toBe(true);
  });

  it('have a row in the description of the log, and so has every event', () => {
    const page = readFileSync(new URL('../../docs/logging.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
    const rows = all.map(({ name, unit }) => `| \`${name}\` | ${unit} |`);
    const lines = Object.entries(EVENTS).map(([event, level]) => `| \`${event}\` | ${level} |`);
    expect([...rows, ...lines].filter((row) => !page.includes(row))).toEqual([]);
  });

  it('leave to queries of the log what they do not say: each names only events that are written', () => {
    const page = readFileSync(new URL('../../docs/logging.md', import.meta.url), 'utf8');
    const queries = page.split('## Queries')[1]?.split('\n## ')[0] ?? '';
    const named = [...queries.matchAll(/"([a-z_]+)"/g)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'signup');
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(name in EVENTS))).toEqual([]);
  });

  it('have a namespace that CloudWatch takes', () => {
    expect(METRIC_NAMESPACE).toMatch(/^[A-Za-z0-9._/#:-]{1,255}$/);
    expect(METRIC_NAMESPACE).not.toMatch(/^AWS\//);
  });
});
