// How often a trail scrolls. A scrolled trail differs in every cell, and to send 6,000 of them takes
// 4 ms: on a large terminal over a fast disk, where no eye follows, it scrolls a few times a second.

import type { Share } from '../engine/scan-view.ts';
import type { Area } from './picture.ts';

const CELLS_A_FRAME = 2000;

export class Pace {
  #shares: readonly Share[] = [];
  #rows = '';
  #frames = Number.POSITIVE_INFINITY;

  /** The shares to draw now: as they are, or as they were when the trail scrolled last. */
  next(shares: readonly Share[], area: Area): readonly Share[] {
    this.#frames++;
    const rowOf = (share: Share) => Math.floor((share.next - share.first) / area.width);
    const rows = [area.width, area.height, ...shares.map(rowOf)].join();
    const scrolled = rows !== this.#rows;
    if (scrolled && this.#frames * CELLS_A_FRAME < area.width * area.height) return this.#shares;
    if (scrolled) this.#frames = 0;
    this.#rows = rows;
    this.#shares = shares.map((share) => ({ ...share }));
    return this.#shares;
  }
}
