// The screen of a run without a terminal: looks everything up, draws a picture, takes keys.

import type { Progress, RunControl } from '../engine/scan-view.ts';
import { filtered } from './defect-filter.ts';
import { listRows } from './defects.ts';
import { DiskPictures, type PictureSource } from './disk-pictures.ts';
import { drawDisk } from './disk-screen.ts';
import { type DiskStrip, orderOf } from './disk-strips.ts';
import { diskLayout, fits, overviewLayout } from './layout.ts';
import { drawHelp, drawQuestion, helpPages } from './overlays.ts';
import { drawOverview, drawSmallOverview, firstShown } from './overview.ts';
import type { Picture } from './picture.ts';
import { press } from './ui.ts';
import { firstUi, type Surroundings, type Ui, type Wish } from './ui-state.ts';
import type { Verdict } from './words.ts';

export type AppOptions = PictureSource;

export class App {
  ui: Ui;
  readonly #run: RunControl;
  readonly #pictures: readonly DiskPictures[];
  #verdicts: readonly (Verdict | null)[] = [];
  #ended = false;
  readonly #byName: readonly number[];
  #width = 0;
  #height = 0;

  constructor(run: RunControl, options: AppOptions) {
    this.#run = run;
    this.ui = firstUi(run.scans.length);
    this.#pictures = run.scans.map((scan) => new DiskPictures(scan, options));
    this.#byName = orderOf(this.#strips(), 'name');
    this.ui = { ...this.ui, selected: this.#byName[0]! };
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The disk that is shown, or selected. */
  get disk(): number {
    return this.ui.disk ?? this.ui.selected;
  }

  /** By scan; null: it goes on. */
  judged(verdicts: readonly (Verdict | null)[]): void {
    this.#verdicts = verdicts.map((verdict, disk) =>
      verdict === null ? null : { ...verdict, text: this.#own(verdict.text, disk) },
    );
  }

  finished(verdicts: readonly Verdict[]): void {
    this.judged(verdicts);
    this.#ended = true;
    if (this.ui.overlay !== 'help') this.ui = { ...this.ui, overlay: null };
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
    if (picture.height === 0) return;
    if (this.ui.disk === null) this.#drawOverview(picture);
    else this.#drawDisk(picture, this.ui.disk);
    const { overlay, helpPage, disk } = this.ui;
    if (overlay === 'help') drawHelp(picture, helpPage, disk !== null);
    else if (overlay !== null) {
      drawQuestion(picture, overlay, this.#run.scans.length, this.#run.scans[this.disk]!.device);
    }
  }

  #strips(): DiskStrip[] {
    return this.#run.scans.map((view, disk) => {
      const { strip: cells } = this.#pictures[disk]!;
      return { view, progress: this.#progressOf(disk), cells, verdict: this.#verdictOf(disk) };
    });
  }

  #drawOverview(picture: Picture): void {
    const { scans, paused } = this.#run;
    const layout = overviewLayout(picture.width, picture.height, scans.length);
    const strips = this.#strips();
    const { selected, order: sorted } = this.ui;
    const order = orderOf(strips, sorted);
    const overview = {
      strips,
      order,
      sorted,
      selected,
      paused,
      byName: this.#byName,
      ended: this.ended,
    };
    const first = firstShown(order.indexOf(selected), layout.shown, scans.length);
    const room = layout.stripWidth * Math.max(1, layout.mapRows);
    for (const disk of order.slice(first, first + layout.shown)) {
      const { progress, cells } = strips[disk]!;
      if (room > 0) cells.update(room, progress);
    }
    if (fits(picture.width, picture.height)) drawOverview(picture, overview);
    else drawSmallOverview(picture, overview);
  }

  #drawDisk(picture: Picture, disk: number): void {
    const view = this.#run.scans[disk]!;
    const progress = this.#progressOf(disk);
    const pictures = this.#pictures[disk]!;
    const layout = diskLayout(picture.width, picture.height);
    const cells = pictures.cellsFor(this.ui, layout, progress);
    const all = view.defects();
    const { filter, row, cursorBlock } = this.ui;
    const many = this.#run.scans.length;
    const isOnMap = this.ui.view === 'whole' && cursorBlock !== null && cells.count > 0;
    drawDisk(picture, {
      view,
      progress,
      ui: this.ui,
      trail: pictures.trail(this.ui, layout.map, progress),
      defects: { all, shown: filtered(all, filter), filter, row },
      cells,
      cursor: isOnMap ? cells.cellOf(cursorBlock) : null,
      place: many === 1 ? '' : `${this.#byName.indexOf(disk) + 1}/${many}`,
      paused: this.#run.paused,
      verdict: this.#verdictOf(disk),
      ended: this.ended,
    });
  }

  #progressOf(disk: number): Progress {
    const progress = this.#run.scans[disk]!.progress();
    const { trouble } = progress;
    return trouble === null ? progress : { ...progress, trouble: this.#own(trouble, disk) };
  }

  /** Of a disk, without its name: that stands beside it, and hides by its length what is the matter. */
  #own(text: string, disk: number): string {
    return text.replaceAll(`${this.#run.scans[disk]!.device.path} `, '');
  }

  #verdictOf(disk: number): Verdict | null {
    return this.#verdicts[disk] ?? null;
  }

  #surroundings(): Surroundings {
    const { map, all } = diskLayout(this.#width, this.#height);
    const view = this.#run.scans[this.disk]!;
    const { whole: cells, trailRows } = this.#pictures[this.disk]!;
    const { grid } = view;
    const listed = () => filtered(view.defects(), this.ui.filter);
    return {
      order: orderOf(this.#strips(), this.ui.order),
      byName: this.#byName,
      hasBays: this.#run.scans.some(({ device }) => device.slot !== null),
      ended: this.ended,
      diskEnded: view.progress().activity === 'ended',
      columns: Math.max(1, map.width),
      rows: Math.max(1, map.height),
      cells: Math.max(1, cells.count),
      blocks: grid.blocks,
      cellOf: (block) => cells.cellOf(block),
      firstBlockOf: (cell) => cells.firstBlockOf(cell),
      mostBack: Math.max(0, trailRows - map.height),
      listed: this.ui.view === 'defects' ? listed().length : 0,
      listRows: listRows(all.height),
      blockOfRow: (row) => {
        const lba = listed()[row]?.firstLba ?? grid.fromLba;
        return grid.blockOf(Math.max(grid.fromLba, Math.min(grid.toLba - 1, lba)));
      },
      helpPages: helpPages(this.#width, this.#height, this.ui.disk !== null),
    };
  }
}
