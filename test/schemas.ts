// The schemas of what the program writes as JSON, held more strictly than they hold themselves: of a
// version that is tested each field is known.

import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export interface Schema {
  readonly [keyword: string]: unknown;
  readonly title?: string;
  readonly description?: string;
  readonly unit?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const FOLDER = new URL('../schema/', import.meta.url);

/** By file name, without its ending. */
export const SCHEMAS: ReadonlyMap<string, Schema> = new Map(
  readdirSync(FOLDER)
    .sort()
    .map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')) as Schema,
    ]),
);

const compiled = new Map<string, ValidateFunction>();

/** Throws where the document is not as the schema of its `schema` says, or there is no such schema. */
export function assertValid(document: unknown): void {
  const { schema } = document as { schema?: unknown };
  const [, name] = /^surfscan\.(\w+)\/1$/.exec(String(schema)) ?? [];
  if (name === undefined || !SCHEMAS.has(name)) throw new Error(`no schema for ${String(schema)}`);
  const validate = compiled.get(name) ?? compile(name);
  compiled.set(name, validate);
  if (validate(document)) return;
  const errors = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
  throw new Error(`not as schema/${name}.json says:\n${errors.slice(0, 20).join('\n')}`);
}

function compile(name: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  ajv.addVocabulary(['unit']);
  for (const schema of SCHEMAS.values()) ajv.addSchema(closed(schema) as Schema);
  const validate = ajv.getSchema(`${name}.json`);
  if (validate === undefined) throw new Error(`schema/${name}.json has another $id`);
  return validate;
}

/** A later version may add fields: this one has none that its schema does not name. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, closed(value)] as const);
  const isOpen = 'properties' in schema && 'type' in schema && !('additionalProperties' in schema);
  return Object.fromEntries([...entries, ...(isOpen ? [['additionalProperties', false]] : [])]);
}
