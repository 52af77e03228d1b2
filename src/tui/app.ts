// The screen of a run without a terminal: looks everything up, draws a picture, takes keys.

import type { RunControl } from '../engine/scan-view.ts';
import { CellMap, type Fold } from './cells.ts';
import { drawDisk } from './disk-screen.ts';
import { diskLayout, fits, overviewLayout } from './layout.ts';
import { drawHelp, drawQuit, drawTooSmall } from './overlays.ts';
import { drawOverview, firstShown } from './overview.ts';
import { Pace } from './pace.ts';
import type { Picture } from './picture.ts';
import { firstUi, press, type Surroundings, type Ui, type Wish } from './ui.ts';
import type { Verdict } from './words.ts';

export interface AppOptions {
  /** `foldCells` of the native addon. */
  readonly fold: Fold;
}

export class App {
  ui: Ui;
  readonly #run: RunControl;
  /** A disk's whole screen and its strip have cells of their own: both stay up to date cheaply. */
  readonly #whole: readonly CellMap[];
  readonly #strips: readonly CellMap[];
  readonly #paces: readonly Pace[];
  #verdicts: readonly (Verdict | null)[] = [];
  #ended = false;
  #width = 0;
  #height = 0;

  constructor(run: RunControl, options: AppOptions) {
    this.#run = run;
    this.ui = firstUi(run.scans.length);
    const cellMaps = () => run.scans.map((scan) => new CellMap(scan.grid, scan.map, options.fold));
    this.#whole = cellMaps();
    this.#strips = cellMaps();
    this.#paces = run.scans.map(() => new Pace());
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** By scan; null: it goes on. */
  judged(verdicts: readonly (Verdict | null)[]): void {
    this.#verdicts = verdicts;
  }

  finished(verdicts: readonly Verdict[]): void {
    this.judged(verdicts);
    this.#ended = true;
    if (this.ui.overlay === 'quit') this.ui = { ...this.ui, overlay: null };
  }

  press(key: string): Wish {
    const [ui, wish] = press(this.ui, key, this.#surroundings());
    this.ui = ui;
    return wish;
  }

  draw(picture: Picture): void {
    this.#width = picture.width;
    this.#height = picture.height;
    picture.clear();
    if (!fits(picture.width, picture.height)) {
      drawTooSmall(picture);
      return;
    }
    if (this.ui.disk === null) this.#drawOverview(picture);
    else this.#drawDisk(picture, this.ui.disk);
    if (this.ui.overlay === 'help') drawHelp(picture);
    if (this.ui.overlay === 'quit') drawQuit(picture, this.#run.scans.length);
  }

  #drawOverview(picture: Picture): void {
    const { scans, paused } = this.#run;
    const layout = overviewLayout(picture.width, picture.height, scans.length);
    const first = firstShown(this.ui.selected, layout.shown, scans.length);
    const strips = scans.map((view, disk) => {
      const progress = view.progress();
      const cells = this.#strips[disk]!;
      const seen = disk >= first && disk < first + layout.shown;
      if (seen) cells.update(layout.stripWidth, progress);
      return { view, progress, cells, verdict: this.#verdictOf(disk) };
    });
    const { selected } = this.ui;
    drawOverview(picture, { strips, selected, paused, ended: this.ended });
  }

  #drawDisk(picture: Picture, disk: number): void {
    const view = this.#run.scans[disk]!;
    const progress = view.progress();
    const layout = diskLayout(picture.width, picture.height);
    const cells = this.#whole[disk]!;
    if (this.ui.view === 'whole') cells.update(layout.map.width * layout.map.height, progress);
    const many = this.#run.scans.length;
    drawDisk(picture, {
      view,
      progress,
      trail: this.#paces[disk]!.next(progress.shares, layout.map),
      defects: view.newestDefects(layout.defects.height - 1),
      cells,
      shown: this.ui.view,
      cursor: this.#cursorOf(cells),
      place: many === 1 ? '' : `${disk + 1}/${many}`,
      paused: this.#run.paused,
      verdict: this.#verdictOf(disk),
      ended: this.ended,
    });
  }

  #cursorOf(cells: CellMap): number | null {
    const block = this.ui.cursorBlock;
    return block === null || cells.count === 0 ? null : cells.cellOf(block);
  }

  #verdictOf(disk: number): Verdict | null {
    return this.#verdicts[disk] ?? null;
  }

  #surroundings(): Surroundings {
    const { map } = diskLayout(this.#width, this.#height);
    const cells = this.#whole[this.ui.disk ?? this.ui.selected]!;
    return {
      scans: this.#run.scans.length,
      ended: this.ended,
      columns: map.width,
      rows: map.height,
      cells: Math.max(1, cells.count),
      cellOf: (block) => cells.cellOf(block),
      firstBlockOf: (cell) => cells.firstBlockOf(cell),
    };
  }
}
