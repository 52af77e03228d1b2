// The screen of benchmarks without a terminal: follows the one that runs, at the end shows all side by
// side; draws a picture, takes keys.

import type { BenchControl, BenchProgress } from '../benchmark/bench-view.ts';
import { type Compared, drawComparison, panelsIn } from './curve-compare.ts';
import { drawCurveHelp } from './curve-help.ts';
import { drawCurve } from './curve-screen.ts';
import { drawSmallComparison, drawSmallCurve } from './curve-small.ts';
import type { KeyHint } from './defects.ts';
import type { Picture } from './picture.ts';

/** The figures take as many rows, and the curve a few. */
const LEAST_WIDTH = 80;
const LEAST_HEIGHT = 20;

/** 'leave': all have ended, and a key was pressed. */
export type CurveWish = 'stop' | 'leave' | 'redraw' | 'suspend' | null;

export class CurveApp {
  ended = false;
  /** The disk that was asked for; null: the one that runs, at the end all. */
  #disk: number | null = null;
  /** Of the disks side by side. */
  #first = 0;
  #width = 0;
  #isHelping = false;

  constructor(private readonly run: BenchControl) {}

  /** All have ended. */
  finished(): void {
    this.ended = true;
    this.#disk = null;
  }

  draw(picture: Picture): void {
    this.#width = picture.width;
    picture.clear();
    const { benches } = this.run;
    const all = benches.map((view) => ({ view, progress: view.progress() }));
    if (picture.width < LEAST_WIDTH || picture.height < LEAST_HEIGHT) {
      this.#drawSmall(picture, all);
    } else if (this.#comparesNow) {
      drawComparison(picture, { disks: all, first: this.#first, keys: this.#keys() });
    } else this.#drawOne(picture, all);
    if (this.#isHelping) drawCurveHelp(picture, this.#several);
  }

  /** Its keys do what they do elsewhere: there is no room to say so. */
  #drawSmall(picture: Picture, all: readonly Compared[]): void {
    if (picture.height === 0) return;
    if (this.#comparesNow) drawSmallComparison(picture, all);
    else drawSmallCurve(picture, all[this.#shownDisk]!, this.#placeOf(this.#shownDisk));
  }

  #placeOf(disk: number): string {
    return this.#several ? `${disk + 1}/${this.run.benches.length}` : '';
  }

  #drawOne(picture: Picture, all: readonly Compared[]): void {
    const disk = this.#shownDisk;
    drawCurve(picture, { ...all[disk]!, place: this.#placeOf(disk), keys: this.#keys() });
  }

  /** Names as blessed has them: 'C-c', 'escape', 'right'; else the character. */
  press(key: string): CurveWish {
    if (key === 'C-c' || key === 'q') return this.ended ? 'leave' : 'stop';
    if (key === 'C-l') return 'redraw';
    if (key === 'C-z') return 'suspend';
    if (this.#isHelping || key === '?') {
      this.#isHelping = !this.#isHelping;
      return null;
    }
    if (this.#moved(key)) return null;
    return this.ended && ['enter', 'linefeed', 'escape'].includes(key) ? 'leave' : null;
  }

  get #several(): boolean {
    return this.run.benches.length > 1;
  }

  get #comparesNow(): boolean {
    return this.ended && this.#several && this.#disk === null;
  }

  #moved(key: string): boolean {
    const disks = this.run.benches.length;
    if (!this.#several) return false;
    if (key === 'escape' && this.#disk !== null) {
      this.#disk = null;
      return true;
    }
    const digit = /^[1-9]$/.test(key) ? Number(key) : 0;
    if (digit >= 1 && digit <= disks) {
      this.#disk = digit - 1;
      return true;
    }
    const step = { left: -1, right: 1 }[key];
    if (step === undefined) return false;
    if (this.#comparesNow) this.#scroll(step);
    else this.#disk = (this.#shownDisk + step + disks) % disks;
    return true;
  }

  get #shownDisk(): number {
    return this.#disk ?? running(this.run.benches.map((bench) => bench.progress()));
  }

  #scroll(step: number): void {
    const { length } = this.run.benches;
    const last = length - panelsIn(this.#width, length);
    this.#first = Math.max(0, Math.min(last, this.#first + step));
  }

  #keys(): KeyHint[] {
    const keys: KeyHint[] = [];
    if (this.#comparesNow) keys.push(['1-9', 'show a disk'], ['left right', 'other disks']);
    else if (this.#several) keys.push(['left right', 'other disks']);
    if (this.#disk !== null && this.#several) {
      keys.push(['Esc', this.ended ? 'side by side' : 'follow the one that runs']);
    }
    return [...keys, ['?', 'help'], ['q', this.ended ? 'leave' : 'stop']];
  }
}

/** The one that runs, or the last that has ended. */
function running(all: readonly BenchProgress[]): number {
  const waiting = all.findIndex(({ activity }) => activity !== 'ended');
  if (waiting < 0) return all.length - 1;
  return all[waiting]!.activity === 'waiting' ? Math.max(0, waiting - 1) : waiting;
}
