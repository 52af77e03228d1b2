// What is kept from frame to frame of a disk's pictures: each has cells of its own, so that all stay up to
// date cheaply.

import type { Progress, ScanView, Share } from '../engine/scan-view.ts';
import { CellMap, type Tally } from './cells.ts';
import type { DiskLayout } from './layout.ts';
import { Pace } from './pace.ts';
import type { Area } from './picture.ts';
import { curveColumns } from './speed-view.ts';
import type { Ui } from './ui-state.ts';

export interface PictureSource {
  /** Of the native addon. */
  readonly tally: Tally;
}

/** A curve need not grow in every frame: each of its columns is a large part of the disk. */
const CURVE_FRAMES = 5;

export class DiskPictures {
  readonly whole: CellMap;
  /** In the overview. */
  readonly strip: CellMap;
  readonly #curve: CellMap;
  readonly #pace = new Pace();
  /** As the trail was when it was scrolled back. */
  #still: readonly Share[] | null = null;
  /** Of the longest band of the trail that is shown. */
  trailRows = 0;
  #frame = 0;

  constructor(scan: ScanView, { tally }: PictureSource) {
    const cellMap = () => new CellMap(scan.grid, scan.map, tally);
    this.whole = cellMap();
    this.strip = cellMap();
    this.#curve = cellMap();
  }

  /** Of the view that is shown. */
  cellsFor({ view, zoom }: Ui, { map }: DiskLayout, progress: Progress): CellMap {
    if (view === 'curve') {
      const columns = curveColumns(map);
      const isDue = this.#frame++ % CURVE_FRAMES === 0 || this.#curve.count !== columns;
      if (isDue || progress.activity === 'ended') this.#curve.update(columns, progress);
      return this.#curve;
    }
    const room = map.width * map.height;
    if (view === 'whole' && room > 0) this.whole.update(room, progress, zoom.at(-1) ?? null);
    return this.whole;
  }

  /** The shares to draw: scrolled back they stand still. */
  trail({ back }: Ui, map: Area, { shares }: Progress): readonly Share[] {
    if (back === 0) this.#still = null;
    else this.#still ??= shares.map((share) => ({ ...share }));
    const shown = this.#still ?? this.#pace.next(shares, map);
    const width = Math.max(1, map.width);
    this.trailRows = Math.max(
      0,
      ...shown.map(({ first, next }) => Math.ceil((next - first) / width)),
    );
    return shown;
  }
}
