import { describe, expect, test } from 'vitest';
import { thisHost } from '../../../src/disks/host.ts';
import { labelTexts, parseLabels } from '../../../src/vocabulary/host.ts';

describe('labels', () => {
  test('KEY=VALUE, as they are told again', () => {
    const texts = ['rack=7', '_a=', 'site=a = b "c\\'];
    expect(parseLabels(texts)).toEqual({ rack: '7', _a: '', site: 'a = b "c\\' });
    expect(labelTexts(parseLabels(texts))).toEqual(texts);
  });

  test.each([
    ['rack', /^--label rack: expected KEY=VALUE/],
    ['=7', /expected KEY=VALUE/],
    ['7a=1', /expected KEY=VALUE/],
    ['a-b=1', /expected KEY=VALUE/],
    [`${'k'.repeat(64)}=1`, /expected KEY=VALUE/],
    ['a=b\nc', /^--label a=b\?c: expected at most 240 plain characters$/],
    ['a=\u202e', /plain characters/],
    [`a=${'v'.repeat(240)}`, /at most 240/],
  ])('%j is none', (text, message) => {
    expect(() => parseLabels([text])).toThrow(message);
  });

  test('none twice, no more than 64', () => {
    expect(() => parseLabels(['a=1', 'a=2'])).toThrow(/^--label a=2: a is given twice$/);
    const many = Array.from({ length: 65 }, (_, i) => `a${i}=1`);
    expect(() => parseLabels(many)).toThrow(/expected at most 64/);
    expect(Object.keys(parseLabels(many.slice(1)))).toHaveLength(64);
  });
});

test('a machine is known by what stands for one, whatever stands there', () => {
  const id = '0123456789abcdef0123456789abcdef';
  const hostOf = (files: Record<string, string>) =>
    thisHost((file) => {
      const text = files[file];
      if (text === undefined) throw new Error('ENOENT');
      return text;
    }, 'a\u001bb');
  expect(hostOf({ '/etc/machine-id': `${id}\n` })).toEqual({ name: 'a?b', machineId: id });
  const uuid = '01234567-89ab-cdef-0123-456789abcdef';
  const files = { '/etc/machine-id': 'uninitialized\n', '/etc/hostid': `${uuid}\n` };
  expect(hostOf(files).machineId).toBe(uuid);
  expect(hostOf({ '/etc/machine-id': '"><script>' }).machineId).toBeNull();
  expect(hostOf({}).machineId).toBeNull();
});
