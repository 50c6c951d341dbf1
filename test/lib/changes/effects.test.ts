// That the comparison of two templates finds what it is for.
import { describe, expect, it } from 'vitest';
import { compare } from '../../support/stack/effects.ts';
import { synthesise } from '../../support/stack/stack.ts';

const USERS = 'TablesUsersBA34CAA2';
/** The sandbox with another table of users. */
const amended = (amend: (table: { Properties: Record<string, unknown> }) => object | undefined) => {
  const template = synthesise('sandbox').toJSON();
  template['Resources'][USERS] = amend(template['Resources'][USERS]);
  if (!template['Resources'][USERS]) delete template['Resources'][USERS];
  return template;
};
const compareWith = (amend: Parameters<typeof amended>[0]) => compare(synthesise('sandbox').toJSON(), amended(amend));

describe('the comparison of two templates', () => {
  it('finds nothing between two that are the same', () => {
    expect(compareWith((table) => table)).toEqual({ effects: {}, losses: [] });
  });

  it('finds a property that CloudFormation changes in place', () => {
    const { effects, losses } = compareWith((table) => ({
      ...table,
      Properties: { ...table.Properties, DeletionProtectionEnabled: true },
    }));
    expect({ effects, losses }).toEqual({ effects: { changed: ['TablesUsers'] }, losses: [] });
  });

  it('finds a property that CloudFormation can only change in a new resource', () => {
    const { effects, losses } = compareWith((table) => ({
      ...table,
      Properties: { ...table.Properties, TableName: 'people' },
    }));
    // The mapping of its stream goes with it.
    expect(effects.replaced?.filter((id) => id.startsWith('Tables'))).toEqual(['TablesUsers']);
    expect(losses).toEqual(['TablesUsers']);
  });

  it('finds that a table which gets its stream with this release keeps its rows', () => {
    const now = synthesise('production').toJSON();
    const before = synthesise('production').toJSON();
    delete before['Resources'][USERS].Properties.StreamSpecification;
    expect(compare(before, now)).toEqual({ effects: { changed: ['TablesUsers'] }, losses: [] });
  });

  it('finds a resource that is gone, deleted or left in the account', () => {
    expect(compareWith(() => undefined)).toMatchObject({
      effects: { deleted: ['TablesUsers'] },
      losses: ['TablesUsers'],
    });
    const production = synthesise('production').toJSON();
    const without = synthesise('production').toJSON();
    delete without['Resources'][USERS];
    expect(compare(production, without)).toMatchObject({
      effects: { released: ['TablesUsers'] },
      losses: ['TablesUsers'],
    });
  });

  it('refuses a property that the list of AWS does not have', () => {
    const withNew = (table: { Properties: object }) => ({ ...table, Properties: { ...table.Properties, New: 1 } });
    expect(() => compareWith(withNew)).toThrow(`${USERS}.New: not known whether it replaces`);
  });
});
