// Small changes of a source, each of which some test should notice. What they are follows from the text
// alone: the same source has the same changes, in the order of its lines.

import { isNode, type Node, nodesOf, parse } from './syntax.ts';

export interface Change {
  /** [start, end) of the source becomes `text`. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** The first changed line, as it was and as it is. */
  readonly before: string;
  readonly after: string;
}

type Edit = Pick<Change, 'start' | 'end' | 'text'>;

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&': ['|'],
  '|': ['&'],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '++': ['--'],
  '--': ['++'],
};

const CALLS: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  round: 'floor',
  some: 'every',
  every: 'some',
};
/** Methods that give what they are called on, with less or in another order. */
const DROPPED_METHODS = ['filter', 'reverse', 'toReversed', 'sort', 'toSorted', 'slice'];

const LEAVES = ['ReturnStatement', 'ThrowStatement', 'ContinueStatement', 'BreakStatement'];

export function changesOf(source: string): Change[] {
  const edits: Edit[] = [];
  for (const node of nodesOf(parse(source))) edits.push(...editsOf(source, node));
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  return edits.map((edit) => described(source, edit));
}

export function applied(source: string, { start, end, text }: Edit): string {
  return source.slice(0, start) + text + source.slice(end);
}

function described(source: string, edit: Edit): Change {
  const line = source.slice(0, edit.start).split('\n').length;
  const lineOf = (text: string) => text.split('\n')[line - 1]!.trim();
  return { ...edit, line, before: lineOf(source), after: lineOf(applied(source, edit)) };
}

function* editsOf(source: string, node: Node): Generator<Edit> {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      yield* operatorEdits(source, node);
      break;
    case 'UpdateExpression':
      yield* updateEdits(node);
      break;
    case 'UnaryExpression':
      if (node.operator === '!') yield { start: node.start, end: node.start + 1, text: '' };
      break;
    case 'Literal':
      if (typeof node.value === 'boolean') yield { ...place(node), text: String(!node.value) };
      if (typeof node.value === 'number') yield numberEdit(source, node, node.value);
      break;
    case 'ExpressionStatement':
      // Not `;`, which TypeScript refuses behind an `if` (TS1313).
      if (isRemovable(node.expression as Node)) yield { ...place(node), text: '{}' };
      break;
    case 'IfStatement':
      if (isGuard(node)) yield { ...place(node.test as Node), text: 'false' };
      break;
    case 'ConditionalExpression':
      yield negated(source, node.test as Node);
      break;
    case 'CallExpression':
      yield* callEdits(node);
      break;
  }
}

function place({ start, end }: Node): Omit<Edit, 'text'> {
  return { start, end };
}

function* operatorEdits(source: string, node: Node): Generator<Edit> {
  const [left, right] = [node.left as Node, node.right as Node];
  const operator = String(node.operator);
  if (operator === '??') {
    yield { start: left.end, end: node.end, text: '' };
    return;
  }
  const between = source.slice(left.end, right.start);
  // Not the one of a comment in between.
  const at =
    left.end +
    between.replace(/\/\*.*?\*\//gs, (text) => ' '.repeat(text.length)).indexOf(operator);
  for (const text of OPERATORS[operator] ?? []) {
    yield { start: at, end: at + operator.length, text };
  }
}

function* updateEdits(node: Node): Generator<Edit> {
  const operator = String(node.operator);
  const start = node.prefix === true ? node.start : node.end - operator.length;
  yield { start, end: start + operator.length, text: OPERATORS[operator]![0]! };
}

/** A constant of a name in capitals is twice as much, any other number one more. */
function numberEdit(source: string, node: Node, value: number): Edit {
  const before = source.slice(source.lastIndexOf('\n', node.start) + 1, node.start);
  const isConstant = /\bconst [A-Z][A-Z0-9_]+\b[^;]*=/.test(before);
  return { ...place(node), text: String(isConstant && value !== 0 ? 2 * value : value + 1) };
}

/** Not what narrows a type for what follows: that does not compile, and costs time. */
function isRemovable(expression: Node): boolean {
  if (expression.type === 'AwaitExpression' || expression.type === 'UnaryExpression') {
    return isRemovable(expression.argument as Node);
  }
  if (expression.type === 'ChainExpression') return isRemovable(expression.expression as Node);
  return (
    ['CallExpression', 'AssignmentExpression', 'UpdateExpression', 'YieldExpression'].includes(
      expression.type,
    ) && !isSuper(expression)
  );
}

function isSuper({ callee }: Node): boolean {
  return isNode(callee) && callee.type === 'Super';
}

/** `if (…) return …;` and the like: a sentence that can be left out. */
function isGuard({ consequent, alternate }: Node): boolean {
  if (alternate !== null) return false;
  const body = consequent as Node;
  const statements = body.type === 'BlockStatement' ? (body.body as Node[]) : [body];
  return LEAVES.includes(statements.at(-1)?.type ?? '');
}

function negated(source: string, test: Node): Edit {
  return { ...place(test), text: `!(${source.slice(test.start, test.end)})` };
}

function* callEdits({ callee, end }: Node): Generator<Edit> {
  if (!isNode(callee) || callee.type !== 'MemberExpression' || callee.computed === true) return;
  const property = callee.property as Node;
  const name = String(property.name);
  const other = Object.hasOwn(CALLS, name) ? CALLS[name] : undefined;
  if (other !== undefined) yield { ...place(property), text: other };
  if (DROPPED_METHODS.includes(name)) {
    yield { start: (callee.object as Node).end, end, text: '' };
  }
}
