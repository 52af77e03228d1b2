// docs/json.md is what the schemas say: `npx vitest run test/unit/report/json-page.test.ts -u` writes it anew.

import { expect, test } from 'vitest';
import { SCHEMAS, type Schema } from '../../schemas.ts';
import { jsonPage } from './json-page.ts';

test('the page says what the schemas say', async () => {
  await expect(jsonPage()).toMatchFileSnapshot('../../../docs/json.md');
});

/** Of each property: its path, and what it is. */
function* propertiesOf(schema: unknown, path: string): Generator<[string, Schema]> {
  if (typeof schema !== 'object' || schema === null) return;
  const { properties } = schema as Schema;
  if (properties !== undefined && 'type' in schema) {
    for (const [name, field] of Object.entries(properties)) yield [`${path}.${name}`, field];
  }
  for (const [key, value] of Object.entries(schema)) yield* propertiesOf(value, `${path}.${key}`);
}

test('each field is explained, and each number has its unit', () => {
  const unitless = ['index', 'line', 'status'];
  const fields = [...SCHEMAS].flatMap(([name, schema]) => [...propertiesOf(schema, name)]);
  expect(fields.length).toBeGreaterThan(150);
  const isNumber = ({ type }: Schema) => [type].flat().some((each) => /number|integer/.test(each!));
  for (const [path, field] of fields) {
    const name = path.split('.').at(-1)!;
    expect(field.description, path).toMatch(/^[A-Za-z0-9].*\.$/s);
    if (isNumber(field) && !unitless.includes(name) && !path.includes('smart_change')) {
      expect(field.unit, path).toBeTypeOf('string');
    }
  }
});
