// Good, bad and unread sectors as one bar. What is not nothing is seen, and where it is drawn wider than it is that
// is said.

import type { Coverage } from '../../vocabulary/coverage.ts';
import { colored, FAILED, GOOD, UNREAD } from './colors.ts';
import { type Markup, markup } from './markup.ts';
import { svg, WIDTH } from './svg.ts';

const LEAST_WIDTH = 2;
const HEIGHT = 18;

export interface CoverageBar {
  readonly picture: Markup;
  /** What is not drawn to scale; '': all is. */
  readonly words: string;
}

export function coverageBar(coverage: Coverage): CoverageBar {
  const { total } = coverage;
  const kinds = [
    ['good', GOOD],
    ['bad', FAILED],
    ['unread', UNREAD],
  ] as const;
  const widths = kinds.map(([kind]) => (coverage[kind] / total) * WIDTH);
  const drawn = widths.map((width) => (width > 0 ? Math.max(LEAST_WIDTH, width) : 0));
  const widened = kinds.filter((_, i) => drawn[i]! > widths[i]!).map(([kind]) => kind);
  // The widest gives what the others take.
  const widest = drawn.indexOf(Math.max(...drawn));
  drawn[widest] = WIDTH - drawn.reduce((sum, width, i) => (i === widest ? sum : sum + width), 0);
  let x = 0;
  const body = kinds.map(([kind, color], i) => {
    const width = drawn[i]!;
    if (width <= 0) return null;
    const mark = markup`<rect ${colored(color)} x="${x}" y="0" width="${width}" height="${HEIGHT}"><title>${kind}</title></rect>`;
    x += width;
    return mark;
  });
  const label = 'Good, bad and unread sectors';
  const words =
    widened.length === 0
      ? ''
      : `${widened.join(' and ')}: drawn ${LEAST_WIDTH} px wide, which is more than the share`;
  return { picture: svg({ height: HEIGHT, label, body }), words };
}
