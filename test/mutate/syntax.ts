// A source's syntax tree, as far as changes need it: ESTree nodes, each with its place in the text.

import { parseAst } from 'vitest/node';

export interface Node {
  readonly type: string;
  /** Of the text, in UTF-16 units; [start, end). */
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export function parse(source: string): Node {
  return parseAst(source, { lang: 'ts' }) as unknown as Node;
}

/** What holds an expression beside a type. */
const BESIDE_A_TYPE = ['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'];
const NO_CODE = ['ImportDeclaration', 'ExportAllDeclaration'];

/** Every node that is code, parents first; imports, types and declarations of them are not. */
export function* nodesOf(node: Node): Generator<Node> {
  if (NO_CODE.includes(node.type)) return;
  if (BESIDE_A_TYPE.includes(node.type)) {
    yield* nodesOf(node.expression as Node);
    return;
  }
  if (node.type.startsWith('TS')) return;
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* nodesOf(child);
    }
  }
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}
