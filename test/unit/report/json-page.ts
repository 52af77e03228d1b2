// The page that explains every field, from the schemas.

import { SCHEMAS, type Schema } from '../../schemas.ts';

const HEAD = `# The JSON that surfscan writes

What each document has, field by field. The same is in \`schema/\` as JSON Schema (2020-12): this page is made of
it, and a test holds the two together. Numbers are JSON numbers, exact below 2^53; LBAs count the target's
logical sectors from 0; ranges have both ends inclusive. Under the same number after the slash fields may be
added, and are never renamed. \`[]\` stands for each entry of a list; a field in *italics* may be absent.
`;

const ORDER = ['run', 'check', 'bench', 'list', 'diff', 'event'];

export function jsonPage(): string {
  const known = [...SCHEMAS.keys()];
  const order = [...ORDER.filter((name) => known.includes(name)), 'common'];
  return [HEAD, ...order.map((name) => section(SCHEMAS.get(name)!))].join('\n');
}

function section(schema: Schema): string {
  const { title = '', description, $defs = {}, properties } = schema;
  const own = properties === undefined ? [] : [table(schema)];
  const parts = Object.entries($defs).map(([name, part]) => definition(name, part));
  return [`## ${title}\n`, ...(description ? [`${description}\n`] : []), ...own, ...parts].join(
    '\n',
  );
}

function definition(name: string, part: Schema): string {
  const rows = part.properties === undefined ? `${typeOf(part)}\n` : table(part);
  return `### ${name}\n\n${part.description ?? ''}\n\n${rows}`;
}

function table(schema: Schema): string {
  const rows = rowsOf(schema, '');
  const head = '| field | type | unit | meaning |\n| --- | --- | --- | --- |';
  return `${head}\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
}

function rowsOf(schema: Schema, before: string): string[][] {
  const { properties = {}, required = [] } = schema;
  return Object.entries(properties).flatMap(([name, field]) => {
    const path = `${before}${name}`;
    const shown = required.includes(name) ? `\`${path}\`` : `*\`${path}\`*`;
    const row = [shown, typeOf(field), field.unit ?? '', field.description ?? ''].map(cell);
    const [inner, at] = field.items === undefined ? [field, ''] : [field.items, '[]'];
    const parts = [inner, ...(inner.anyOf ?? [])].filter((part) => part.properties !== undefined);
    return [row, ...parts.flatMap((part) => rowsOf(part, `${path}${at}.`))];
  });
}

function typeOf(schema: Schema): string {
  const { type, anyOf, items, $ref, enum: values, const: only } = schema;
  if ($ref !== undefined) return refOf($ref);
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ');
  if (only !== undefined) return `\`${JSON.stringify(only)}\``;
  if (values !== undefined) return values.map((value) => `\`${JSON.stringify(value)}\``).join(' ');
  const types = typeof type === 'string' ? [type] : (type ?? ['anything']);
  const named = types.map((each) =>
    each === 'array' && items ? `list of ${typeOf(items)}` : each,
  );
  return named.join(' or ');
}

/** A part that the page has; of a field of a part, its type. */
function refOf(ref: string): string {
  const [file, path = ''] = ref.split('#');
  const names = path.split('/').slice(1);
  const [, name] = names;
  if (names.length === 2) return `[${name}](#${name})`;
  let found = SCHEMAS.get(file!.replace(/\.json$/, '')) as Schema;
  for (const each of names) found = found[each] as Schema;
  return typeOf(found);
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
