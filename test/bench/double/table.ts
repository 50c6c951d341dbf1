// One table of DynamoDB in memory, with the conditions and updates that the store writes, and no others.

/** An attribute as DynamoDB's JSON writes it: `{ "S": "text" }`. */
export type Attribute = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, Attribute>>;

/** The names and values that an expression refers to. */
export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

export interface Write extends Placeholders {
  readonly ConditionExpression?: string | undefined;
}

/** By primary key. Items never change, so a copy of the map is a copy of the table. */
export type Rows = Map<string, Item>;

export const keyOf = (item: Item): string => String(item['pk']?.['S']);

/** Whether a condition holds for the row with this key. @throws Error for a condition that is not known here. */
export const holds = (row: Item | undefined, { ConditionExpression, ...placeholders }: Write): boolean =>
  ConditionExpression === undefined ||
  ConditionExpression.split(' OR ').some((part) => holdsAlone(row, part, placeholders));

const holdsAlone = (row: Item | undefined, condition: string, placeholders: Placeholders): boolean => {
  const absent = /^attribute_not_exists\(([\w#]+)\)$/.exec(condition)?.[1];
  if (absent) return row?.[attributeNamed(absent, placeholders)] === undefined;
  const [, left, right] = /^([\w#]+) = (:\w+)$/.exec(condition) ?? [];
  if (!left || !right) throw new Error(`the condition is not known to the bench: ${condition}`);
  const stored = row?.[attributeNamed(left, placeholders)];
  return stored !== undefined && isEqual(stored, valueNamed(right, placeholders));
};

/** The row after an update, and the attributes that it changed. @throws Error for an update that is not known here. */
export const update = (row: Item, expression: string, placeholders: Placeholders): { row: Item; changed: Item } => {
  const [, set = '', add = ''] = /^(?:SET (.*?))?(?: ?ADD (.*))?$/.exec(expression) ?? [];
  if (!set && !add) throw new Error(`the update is not known to the bench: ${expression}`);
  const changes: Record<string, Attribute> = {};
  for (const part of listOf(set)) {
    const [left = '', right = ''] = part.split(' = ');
    changes[attributeNamed(left, placeholders)] = valueNamed(right, placeholders);
  }
  for (const part of listOf(add)) {
    const [left = '', right = ''] = part.split(' ');
    const name = attributeNamed(left, placeholders);
    changes[name] = { N: String(Number(row[name]?.['N'] ?? 0) + Number(valueNamed(right, placeholders)['N'])) };
  }
  return { row: { ...row, ...changes }, changed: changes };
};

/** Rows whose keys begin with a value, after a row, in the order in which they were made. @throws Error for another filter. */
export const scan = (rows: Rows, filter: string, after: Item | undefined, placeholders: Placeholders): Item[] => {
  const [, name, value] = /^begins_with\(([\w#]+), (:\w+)\)$/.exec(filter) ?? [];
  if (!name || !value) throw new Error(`the filter is not known to the bench: ${filter}`);
  const items = [...rows.values()];
  const start = after ? items.findIndex((item) => keyOf(item) === keyOf(after)) + 1 : 0;
  const prefix = textOf(valueNamed(value, placeholders));
  return items.slice(start).filter((item) => textOf(item[attributeNamed(name, placeholders)] ?? {}).startsWith(prefix));
};

/** Rows whose attributes fit `a = :a AND b < :b`, the greatest key first. @throws Error for another condition. */
export const query = (rows: Rows, condition: string, limit: number, placeholders: Placeholders): Item[] => {
  const tests = condition.split(' AND ').map((part) => {
    const [, name, operator, value] = /^([\w#]+) (=|<) (:\w+)$/.exec(part) ?? [];
    if (!name || !value) throw new Error(`the condition is not known to the bench: ${condition}`);
    const wanted = textOf(valueNamed(value, placeholders));
    return (item: Item): boolean => {
      const stored = item[attributeNamed(name, placeholders)];
      if (!stored) return false;
      return operator === '=' ? textOf(stored) === wanted : textOf(stored) < wanted;
    };
  });
  return [...rows.values()]
    .filter((item) => tests.every((fits) => fits(item)))
    .sort((one, other) => (keyOf(one) < keyOf(other) ? 1 : -1))
    .slice(0, limit);
};

const listOf = (text: string): readonly string[] => (text === '' ? [] : text.split(', '));

const textOf = ({ S }: Attribute): string => String(S);

const isEqual = (one: Attribute, other: Attribute): boolean => JSON.stringify(one) === JSON.stringify(other);

const attributeNamed = (name: string, { ExpressionAttributeNames = {} }: Placeholders): string =>
  name.startsWith('#') ? known(ExpressionAttributeNames[name], name) : name;

const valueNamed = (name: string, { ExpressionAttributeValues = {} }: Placeholders): Attribute =>
  known(ExpressionAttributeValues[name], name);

const known = <Value>(value: Value | undefined, name: string): Value => {
  if (value === undefined) throw new Error(`nothing is given for ${name}`);
  return value;
};
