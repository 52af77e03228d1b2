// The page's shades: of light and of dark, fast to slow.

import { expect, test } from 'vitest';
import { BEYOND, darkRules, SHADES, shadeColor } from '../../../../src/report/page/colors.ts';

test('shades go from fast to slower, and what is beyond has a colour of its own', () => {
  expect(shadeColor(0)).toEqual({ name: 's0', light: '#e3f3e4', dark: '#1d3327' });
  expect(shadeColor(SHADES - 2)).toEqual({ name: 's11', light: '#7fb18c', dark: '#5c9672' });
  expect(shadeColor(SHADES - 1)).toBe(BEYOND);
  expect(BEYOND).toEqual({ name: 's12', light: '#2f6e4b', dark: '#8fe3b0' });
});

test('each has its colour for the dark, once', () => {
  const names = [...darkRules().matchAll(/\.(\w+)\{color:(#[0-9a-f]{6})\}/g)];
  const shades = names.filter(([, name]) => /^s\d+$/.test(name!));
  expect(shades.map(([, name]) => name)).toEqual(
    Array.from({ length: SHADES }, (_, shade) => `s${shade}`),
  );
  expect(shades.at(-1)![2]).toBe(BEYOND.dark);
  expect(new Set(names.map(([, name]) => name)).size).toBe(names.length);
});
