// The list of metrics: each counts an event that is logged, by fields that the event has and that have few values.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DELIVERY_REASONS } from '#domain/delivery/reasons.ts';
import { EVENTS } from '#domain/events.ts';
import { type EventMetrics, METRIC_NAMESPACE, METRICS } from '#domain/metrics.ts';

const FUNCTIONS = new URL('../../functions/', import.meta.url);
const sources = readdirSync(FUNCTIONS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/domain.(metrics|events)\.ts$/.test(name))
  .map((name) => readFileSync(new URL(name, FUNCTIONS), 'utf8'));

const counted = Object.entries(METRICS) as [keyof typeof METRICS, EventMetrics][];
const fieldsOf = ({ metrics, by }: EventMetrics) => [
  ...by,
  ...metrics.flatMap((metric) => [...(metric.field ? [metric.field] : []), ...(metric.by ?? [])]),
];
const all = counted.flatMap(([event, { metrics, by }]) => metrics.map((metric) => ({ event, by, ...metric })));

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
    const names = metrics.metrics.map(({ name }) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
  });
});

describe('metrics', () => {
  /** More values would cost more, and names and addresses have unlimited values. */
  const FEW: Readonly<Record<string, number>> = {
    purpose: 9,
    reason: Object.keys(DELIVERY_REASONS).length,
    by: 3,
    dependency: 10,
  };

  it('are split by fixed words only: never by an id, an address or a number', () => {
    const split = new Set(all.flatMap(({ by }) => by));
    expect([...split].filter((field) => FEW[field] === undefined)).toEqual([]);
    for (const { by } of all) expect(by.length).toBeLessThanOrEqual(1);
  });

  it('of one name have one unit and are split alike', () => {
    const shapes = all.map(({ name, unit, by }) => [name, `${unit} by ${by.join()}`] as const);
    const byName = Map.groupBy(shapes, ([name]) => name);
    for (const [name, group] of byName)
      expect([name, new Set(group.map(([, shape]) => shape)).size]).toEqual([name, 1]);
  });

  it('have a row in the description of the log, and so has every event', () => {
    const page = readFileSync(new URL('../../docs/logging.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
    const rows = all.map(
      ({ name, unit, by }) => `| \`${name}\` | ${unit} | ${by.map((field) => `\`${field}\``).join() || 'none'} |`,
    );
    const lines = Object.entries(EVENTS).map(([event, level]) => `| \`${event}\` | ${level} |`);
    expect([...rows, ...lines].filter((row) => !page.includes(row))).toEqual([]);
  });

  it('have a namespace that CloudWatch takes', () => {
    expect(METRIC_NAMESPACE).toMatch(/^[A-Za-z0-9._/#:-]{1,255}$/);
    expect(METRIC_NAMESPACE).not.toMatch(/^AWS\//);
  });
});
