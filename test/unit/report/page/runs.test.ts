import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PageColor } from '../../../../src/report/page/colors.ts';
import { rasterMarkup } from '../../../../src/report/page/runs.ts';

const NONE = 255;
const color = (paint: number): PageColor => ({ name: `k${paint}`, light: '#000', dark: '#fff' });

/** What a browser paints: later paths lie on earlier ones. M and m move, h and H draw to the right. */
function painted(markup: string, cells: number, columns: number): Uint8Array {
  const canvas = new Uint8Array(cells).fill(NONE);
  for (const [, paint, path] of markup.matchAll(/class="k(\d+)".*? d="([^"]*)"/g)) {
    let [x, y] = [0, 0];
    for (const [, command, text] of path!.matchAll(/([MmhH])([^MmhH]*)/g)) {
      const numbers = (text!.match(/-?\d+/g) ?? []).map(Number);
      if (command === 'M') [x, y] = numbers as [number, number];
      if (command === 'm') [x, y] = [x + numbers[0]!, y + numbers[1]!];
      if (command === 'm' || command === 'M') continue;
      const end = command === 'h' ? x + numbers[0]! : numbers[0]!;
      canvas.fill(Number(paint), y * columns + x, y * columns + end);
      x = end;
    }
  }
  return canvas;
}

test('the strokes paint every cell as it is, and none that is not in the range', () => {
  const shapes = fc.record({
    columns: fc.integer({ min: 1, max: 12 }),
    inside: fc.array(fc.constantFrom(0, 1, 2, 3), { minLength: 1, maxLength: 90 }),
    before: fc.nat(11),
  });
  fc.assert(
    fc.property(shapes, ({ columns, inside, before }) => {
      const first = before % columns;
      const rows = Math.ceil((first + inside.length) / columns);
      const paint = new Uint8Array(rows * columns).fill(NONE);
      paint.set(inside, first);
      const { text } = rasterMarkup({ paint, columns, none: NONE }, color);
      expect(painted(text, paint.length, columns)).toEqual(paint);
    }),
  );
});

test('what there is most of takes a stroke a row, and lies below the others', () => {
  const paint = Uint8Array.of(0, 0, 3, 0, 0, 0, 0, 3, 0, 0, NONE, NONE);
  const { text } = rasterMarkup({ paint, columns: 6, none: NONE }, color);
  const paths = [...text.matchAll(/class="k(\d+)".*? d="([^"]*)"/g)].map(([, ...path]) => path);
  expect(paths).toEqual([
    ['0', 'M0 0H6M0 1H4'],
    ['3', 'M2 0h1m-2 1h1'],
  ]);
});

test('where nothing is in the range there is no path', () => {
  const paint = new Uint8Array(12).fill(NONE);
  expect(rasterMarkup({ paint, columns: 6, none: NONE }, color).text).not.toContain('<path');
});
