// The page's colours, one table for light and dark. Each stands in an attribute, for where no style is
// allowed, and that is the light one; the style overrides it in the dark.

import { scaleLinear } from 'd3-scale';
import { CLASSES } from '../../vocabulary/classes.ts';
import { type Markup, markup } from './markup.ts';

export interface PageColor {
  /** Of the style's rule. */
  readonly name: string;
  readonly light: string;
  readonly dark: string;
}

const color = (name: string, light: string, dark: string): PageColor => ({ name, light, dark });

/** Shades of blocks that read well, fast to slow; the last is beyond what is ordinary on its disk. */
export const SHADES = 13;
const FAST = { light: '#e3f3e4', dark: '#1d3327' };
const SLOWER = { light: '#7fb18c', dark: '#5c9672' };
export const BEYOND = color('s12', '#2f6e4b', '#8fe3b0');

export const FAILED = color('failed', '#14161a', '#ffffff');
export const UNREAD = color('unread', '#d3d7de', '#4b515c');
export const MILD = color('c4', '#ee8420', '#ff9f3d');
export const SLOW = color('c5', '#c9151e', '#ff4b4b');
export const RING = color('ring', '#d1152b', '#ff5c6c');
export const GOOD = color('good', '#57a06b', '#4f9a66');
export const LINE = color('line', '#1f6fc4', '#62aef5');
export const MEDIAN = color('median', '#a9b0ba', '#7d8590');
export const WARN = color('warn', '#b07800', '#e0a42c');

/** By class. From 150 ms on they are the only ones on the whole disk's map that are no shade. */
export const CLASS_COLORS: readonly PageColor[] = [
  color('c0', '#cfe9d2', '#2c5238'),
  color('c1', '#86bd93', '#4f8a60'),
  color('c2', '#c9b94e', '#b5a642'),
  color('c3', '#e3a81c', '#e8b93c'),
  MILD,
  SLOW,
];
if (CLASS_COLORS.length !== CLASSES.length) throw new Error('page: a colour for each class');

const PARTS: readonly PageColor[] = [
  color('p0', '#7a55d6', '#9b7df0'),
  color('p1', '#2b7bd4', '#4a97ea'),
  color('p2', '#1e8a45', '#36a860'),
  color('p3', '#b3651c', '#d28a42'),
  color('p4', '#a83a7c', '#cf63a3'),
];

/** 0 … SHADES - 1; of `levels` in use the nearest. */
export function shadeColor(shade: number): PageColor {
  if (shade >= SHADES - 1) return BEYOND;
  const mix = (theme: 'light' | 'dark') =>
    hex(
      scaleLinear<string>()
        .domain([0, SHADES - 2])
        .range([FAST[theme], SLOWER[theme]])(shade),
    );
  return color(`s${shade}`, mix('light'), mix('dark'));
}

export const partitionColor = (index: number): PageColor => PARTS[index % PARTS.length]!;

/** The attributes of what is drawn in it, by "currentColor". */
export function colored({ name, light }: PageColor): Markup {
  return markup`class="${name}" color="${light}"`;
}

/** What of the style is for the dark. */
export function darkRules(): string {
  const shades = Array.from({ length: SHADES }, (_, shade) => shadeColor(shade));
  const all = [
    ...shades,
    ...CLASS_COLORS,
    ...PARTS,
    ...[FAILED, UNREAD, RING, GOOD, LINE, MEDIAN, WARN],
  ];
  return all.map(({ name, dark }) => `.${name}{color:${dark}}`).join('');
}

/** "rgb(1, 2, 3)" in fewer characters. */
function hex(rgb: string): string {
  const parts = (rgb.match(/\d+/g) ?? []).map((part) => Number(part).toString(16).padStart(2, '0'));
  return `#${parts.join('')}`;
}
