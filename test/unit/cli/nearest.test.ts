import { expect, test } from 'vitest';
import { nearest } from '../../../src/cli/nearest.ts';

const COMMANDS = ['scan', 'check', 'bench', 'list', 'report'];

test.each([
  ['scna', 'scan'],
  ['can', 'scan'],
  ['lst', 'list'],
  ['chekc', 'check'],
  ['reprot', 'report'],
  ['benhc', 'bench'],
])('%s is %s', (typed, meant) => {
  expect(nearest(typed, COMMANDS)).toBe(meant);
});

test.each(['', 'x', 'polish', 'zzzz', 'scan'.repeat(1e5)])('%j is none', (typed) => {
  expect(nearest(typed.slice(0, 1e5), COMMANDS)).toBeUndefined();
});
