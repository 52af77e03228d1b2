// Single blocks around what was found, in pictures that need no script: the gravest first, as many as have room.

import type { Grid } from '../../vocabulary/grid.ts';
import { formatCount } from '../../vocabulary/units.ts';
import { lbas } from '../words.ts';
import { type BlockWindow, windowAround, windowPicture } from './block-window.ts';
import type { Finding } from './findings.ts';
import { type Markup, markup } from './markup.ts';

const MOST_PLACES = 24;
/** Bytes; the first place is there whatever it takes. */
const MOST_BYTES = 30_000;

export interface Places {
  readonly markup: Markup;
  /** By the index of a finding the place that shows it. */
  readonly ofFinding: ReadonlyMap<number, number>;
}

export function placesOf(grid: Grid, map: Uint8Array, findings: readonly Finding[]): Places {
  const ofFinding = new Map<number, number>();
  const shown: { readonly window: BlockWindow; readonly text: Markup }[] = [];
  let bytes = 0;
  let isFull = false;
  for (const [index, finding] of findings.entries()) {
    const block = grid.blockOf(Math.min(Math.max(finding.from, grid.fromLba), grid.toLba - 1));
    const known = shown.findIndex(({ window }) => block >= window.first && block < window.end);
    if (known >= 0) ofFinding.set(index, known);
    if (known >= 0 || isFull) continue;
    const text = place(grid, map, windowAround(block, grid.blocks), finding, shown.length);
    isFull = bytes + text.text.length > MOST_BYTES || shown.length >= MOST_PLACES;
    if (isFull && shown.length > 0) continue;
    bytes += text.text.length;
    ofFinding.set(index, shown.length);
    shown.push({ window: windowAround(block, grid.blocks), text });
  }
  return { markup: markup`${shown.map(({ text }) => text)}`, ofFinding };
}

function place(
  grid: Grid,
  map: Uint8Array,
  window: BlockWindow,
  { kind, from, to }: Finding,
  index: number,
): Markup {
  const span = lbas(grid.startOf(window.first), grid.endOf(window.end - 1) - 1);
  const label = `${formatCount(window.end - window.first)} blocks around ${kind} ${lbas(from, to)}`;
  return markup`<details id="b${index}"${index === 0 ? ' open' : null}><summary>${label} <span class="muted">${span}</span></summary>
${windowPicture(map, window, label)}</details>
`;
}
