// Which changes are made of a source, and which are not.

import { describe, expect, test } from 'vitest';
import { keyOf, parseAccepted } from '../../mutate/accepted.ts';
import { applied, changesOf } from '../../mutate/changes.ts';

/** Every changed source. */
const changed = (source: string) => changesOf(source).map((change) => applied(source, change));

describe('changes of', () => {
  test.each<[string, string, string[]]>([
    ['a limit', 'a(b < c)', ['a(b <= c)', 'a(b >= c)']],
    ['an equality', 'a(b === c)', ['a(b !== c)']],
    ['and, or', 'a(b && c)', ['a(b || c)']],
    ['a default', 'a(b ?? 3)', ['a(b)', 'a(b ?? 4)']],
    ['arithmetic', 'a(b + c)', ['a(b - c)']],
    ['a not', 'a(!b)', ['a(b)']],
    ['a choice', 'a(b ? c : d)', ['a(!(b) ? c : d)']],
    ['true and false', 'a = true', ['a = false']],
    ['the least and the most', 'a(Math.min(b, c))', ['a(Math.max(b, c))']],
    ['rounding', 'a(Math.ceil(b))', ['a(Math.floor(b))']],
    ['a number', 'a(1_000)', ['a(1001)']],
    ['a constant', 'const MOST_MS = 60_000', ['const MOST_MS = 120000']],
    ['a constant that is nothing', 'const LEAST_MS = 0', ['const LEAST_MS = 1']],
    ['a loop', 'for (;; a++) b', ['for (;; a--) b']],
    ['a sum', 'for (;;) a = b -= c', ['for (;;) a = b += c']],
    ['a filter', 'a(b.filter(c))', ['a(b)']],
  ])('%s', (_, source, expected) => {
    // The statement itself can be left out, too.
    expect(changed(source).filter((text) => !/^(for \(;[^;]*;[^)]*\) )?\{\}$/.test(text))).toEqual(
      expected,
    );
  });

  test('a call: it is left out', () => {
    expect(changed('async () => { await a.b(); c?.(); }')).toEqual([
      'async () => { {} c?.(); }',
      'async () => { await a.b(); {} }',
    ]);
  });

  test('what is done on a condition alone', () => {
    expect(changed('if (a) b();')).toEqual(['if (a) {}']);
  });

  test('a guard: it never holds', () => {
    expect(changed('() => { if (a) return; if (b) { throw c; } if (d) e; }')).toEqual([
      '() => { if (false) return; if (b) { throw c; } if (d) e; }',
      '() => { if (a) return; if (false) { throw c; } if (d) e; }',
    ]);
  });

  test('many things, in their order', () => {
    expect(changed('const f = () => a < b && c > 5;')).toEqual([
      'const f = () => a <= b && c > 5;',
      'const f = () => a >= b && c > 5;',
      'const f = () => a < b || c > 5;',
      'const f = () => a < b && c >= 5;',
      'const f = () => a < b && c <= 5;',
      'const f = () => a < b && c > 6;',
    ]);
  });
});

describe('no changes of', () => {
  test.each([
    ['comments', '// a < b\n/* true && 3 */'],
    ['strings', "const a = 'b < 3 && true';"],
    ['the text of templates', 'const a = `b < 3`;'],
    ['imports', "import { a, type B } from './c3.ts';\nexport * from './d.ts';"],
    ['types', 'type A = 3 | true;\ninterface B { c: 5; d?: (e: 7) => false }'],
    ['annotations', 'function a(b: 3 | true): 5 | null {}'],
    ['declarations that are no code', 'declare const a: 3;\nexport declare function f(): true;'],
  ])('%s', (_, source) => {
    expect(changed(source)).toEqual([]);
  });
});

test('what stands beside a type is code', () => {
  expect(changed('const a = (b < c) as true;')).toEqual([
    'const a = (b <= c) as true;',
    'const a = (b >= c) as true;',
  ]);
});

test('an operator is changed, and not the comment before it', () => {
  expect(changed('const a = b /* < */ < c;')).toEqual([
    'const a = b /* < */ <= c;',
    'const a = b /* < */ >= c;',
  ]);
});

test('a change is told by its line, as it was and as it is', () => {
  const [first] = changesOf('\n\n  const isLess = a < b; // é\n');
  expect(first).toMatchObject({
    line: 3,
    before: 'const isLess = a < b; // é',
    after: 'const isLess = a <= b; // é',
  });
});

test('what is accepted has a reason', () => {
  const accepted = parseAccepted(
    '# nothing\n# hangs on it\na.ts: b → c\nd.ts: e → f\n\n# g\nh.ts: i → j\n',
  );
  expect(accepted.get(keyOf('d.ts', { before: 'e', after: 'f' }))).toBe('nothing hangs on it');
  expect(accepted.get('h.ts: i → j')).toBe('g');
  expect(() => parseAccepted('# a\nb: c → d\n\ne: f → g')).toThrow(/no reason above: e: f → g/);
});
