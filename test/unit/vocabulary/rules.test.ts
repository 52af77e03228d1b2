import { describe, expect, test } from 'vitest';
import { defaultRules, judge, parseRule, RULE_NAMES } from '../../../src/vocabulary/rules.ts';

describe('parseRule', () => {
  test('takes every name there is', () => {
    expect([...RULE_NAMES]).toEqual([
      'bad',
      'weak',
      'unread',
      '<3ms',
      '<10ms',
      '<50ms',
      '<150ms',
      '<500ms',
      '>500ms',
      'UNC',
      'IDNF',
      'ABRT',
      'AMNF',
      'T0NF',
      'BBK',
      'TIME',
      'IO',
      'GONE',
      'p50',
      'p90',
      'p99',
      'p99.9',
      'p99.99',
      'max',
      'slow_zones',
      'recovered',
      'new_bad',
      'new_slow',
    ]);
    for (const name of RULE_NAMES) {
      expect(parseRule(`${name}>7`)).toEqual({ text: `${name}>7`, name, limit: 7 });
    }
  });

  test.each([
    ['bad>0', 'bad', 0],
    ['>500ms>0', '>500ms', 0],
    ['<3ms>12', '<3ms', 12],
    ['p99.9>49.5', 'p99.9', 49.5],
    ['max>0.000000001', 'max', 1e-9],
    ['slow_zones>3', 'slow_zones', 3],
    ['speed<99.5', 'speed', 99.5],
    ['unread>999999999999999', 'unread', 999_999_999_999_999],
    ['weak>007', 'weak', 7],
  ])('%s: the last > divides', (text, name, limit) => {
    expect(parseRule(text)).toEqual({ text, name, limit });
  });

  test.each([
    '',
    '>',
    '>>',
    'bad',
    'bad>',
    '>0',
    '>500ms',
    '>500ms>',
    '500ms>0',
    'bad>-1',
    'bad>+1',
    'bad>1e3',
    'bad>0x10',
    'bad>.5',
    'bad>5.',
    'bad>1.2.3',
    'bad> 0',
    'bad >0',
    ' bad>0',
    'bad>0 ',
    'bad>0\n',
    'bad>０',
    'BAD>0',
    'Unc>0',
    'bad>0>0',
    'bad<0',
    'bad>=0',
    'bad=0',
    'p95>1',
    'p100>1',
    'min>1',
    'constructor>0',
    '__proto__>0',
    'toString>1',
    'bad>NaN',
    'bad>Infinity',
    'bad>1000000000000000',
    'bad,weak>0',
    'speed>5',
    'speed<',
    'speed<5MB',
    'speed<-1',
    'slow_zones<1',
  ])('%j is refused', (text) => {
    const parse = () => parseRule(text);
    expect(parse).toThrow(expect.objectContaining({ code: 'ERR_USAGE' }));
    expect(parse).toThrow(`--fail-on ${JSON.stringify(text)}: expected NAME>N`);
  });
});

describe('judge', () => {
  test('a rule fails above its limit, not at it', () => {
    const rules = ['bad>0', 'bad>1', 'p99>49.5', '>500ms>0'].map(parseRule);
    const values = { bad: 1, p99: 49.5, '>500ms': 2 } as Record<string, number>;
    expect(judge(rules, (name) => values[name]!)).toEqual([
      { rule: 'bad>0', value: 1, failed: true },
      { rule: 'bad>1', value: 1, failed: false },
      { rule: 'p99>49.5', value: 49.5, failed: false },
      { rule: '>500ms>0', value: 2, failed: true },
    ]);
  });

  test('a speed fails below its limit, and where nothing was measured nothing fails', () => {
    const rules = ['speed<100', 'speed<100.5', 'slow_zones>0'].map(parseRule);
    const outcomes = judge(rules, (name) => (name === 'speed' ? 100 : null));
    expect(outcomes.map(({ value, failed }) => [value, failed])).toEqual([
      [100, false],
      [100, true],
      [0, false],
    ]);
  });

  test('by default: no bad sector, none slow twice, and of a fast disk no slow zone', () => {
    expect(defaultRules(true).map(({ text }) => text)).toEqual([
      'bad>0',
      '>500ms>0',
      'slow_zones>0',
    ]);
    expect(defaultRules(false).map(({ text }) => text)).toEqual(['bad>0', '>500ms>0']);
  });
});
