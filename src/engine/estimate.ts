// How long a phase will still take. A rotating disk is quickest at its edge, so that what was read last
// tells more of what is to come than the mean: the pass follows the disk's curve.

import { NarrowingEstimate, type NarrowingStanding } from './narrowing-estimate.ts';
import type { Phase } from './scan-view.ts';

/** Tracks of one density: a turn at radius r holds as much as r, and the disk outside of r as much as
 * R² - r². So v² falls in a straight line over the LBAs, to a quarter on a disk of today, whose inner
 * tracks are half as long as its outer ones. */
const FALL_OF_ROTATING = 0.75;
const MOST_FALL = 0.95;
/** Speeds are taken in so many parts of the disk. */
const PARTS = 40;
const LEAST_PARTS = 4;
const RECENT_PARTS = 4;

/** Parts of the disk, 0…1. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** How v² falls over the disk, and what it costs to read a part of it. */
export class SpeedCurve {
  readonly #seconds = new Float64Array(PARTS);
  readonly #lengths = new Float64Array(PARTS);

  /** `expectedFall`: 0 of a disk that is as quick everywhere. */
  constructor(private readonly expectedFall: number) {}

  /** `length` of the disk was read around `at` in so many seconds. */
  add(at: number, length: number, seconds: number): void {
    const part = Math.max(0, Math.min(PARTS - 1, Math.floor(at * PARTS)));
    this.#seconds[part]! += seconds;
    this.#lengths[part]! += length;
  }

  /** In seconds of a disk that is read in one second at its first speed. */
  cost(parts: readonly Part[]): number {
    const fall = this.#fall();
    return parts.reduce((sum, { from, to }) => sum + costTo(to, fall) - costTo(from, fall), 0);
  }

  /** Seconds that a unit of that took lately: over the last tenth of the disk or so. */
  recentRate(): number | null {
    const fall = this.#fall();
    let [seconds, cost] = [0, 0];
    for (let part = PARTS - 1, taken = 0; part >= 0 && taken < RECENT_PARTS; part--) {
      const length = this.#lengths[part]!;
      if (length === 0) continue;
      taken++;
      seconds += this.#seconds[part]!;
      const from = part / PARTS;
      cost += costTo(from + length, fall) - costTo(from, fall);
    }
    return cost === 0 ? null : seconds / cost;
  }

  #fall(): number {
    if (this.expectedFall === 0) return 0;
    const points: { x: number; y: number }[] = [];
    for (let part = 0; part < PARTS; part++) {
      const speed = this.#lengths[part]! / this.#seconds[part]!;
      if (Number.isFinite(speed) && speed > 0)
        points.push({ x: (part + 0.5) / PARTS, y: speed ** 2 });
    }
    const covered = points.length / PARTS;
    if (points.length < LEAST_PARTS) return this.expectedFall;
    // Of a short way the line through it is mostly noise.
    const belief = covered ** 2;
    return belief * fallOf(points) + (1 - belief) * this.expectedFall;
  }
}

export function expectedFall(rotational: boolean | null): number {
  return rotational === true ? FALL_OF_ROTATING : 0;
}

function costTo(x: number, fall: number): number {
  return fall === 0 ? x : (2 / fall) * (1 - Math.sqrt(Math.max(0, 1 - fall * x)));
}

/** Of the straight line through them, by least squares. */
function fallOf(points: readonly { readonly x: number; readonly y: number }[]): number {
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const slope =
    mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2);
  // One that rises may begin below nothing.
  if (slope >= 0) return 0;
  const atBegin = y - slope * x;
  return Math.min(MOST_FALL, -slope / atBegin);
}

/** What an estimate is made of, now. `seconds`: of the wall's clock, without pauses. */
export interface Standing {
  readonly phase: Phase;
  readonly seconds: number;
  /** Of the disk: what the pass has read, and what it is to read. */
  readonly read: readonly Part[];
  readonly left: readonly Part[];
  /** Of another phase, 0…1. */
  readonly phaseDone: number;
  readonly narrowing: NarrowingStanding;
}

export class Estimate {
  readonly #narrowing = new NarrowingEstimate();
  readonly #curve: SpeedCurve;
  #phase: Phase = 'waiting';
  #beganSeconds = 0;
  /** Read before this run's pass began. */
  #before: readonly Part[] = [];
  #last: { readonly length: number; readonly seconds: number } | null = null;

  constructor(fall: number) {
    this.#curve = new SpeedCurve(fall);
  }

  /** A block's read that failed took so long. */
  failed(seconds: number): void {
    this.#narrowing.failed(seconds);
  }

  /** Called a few times a second. */
  look({ phase, seconds, read, narrowing }: Standing, at: number): void {
    if (phase !== this.#phase) {
      if (phase === 'narrowing') this.#narrowing.begin(seconds, narrowing.blocks);
      else this.#narrowing.end();
      this.#phase = phase;
      this.#beganSeconds = seconds;
      this.#before = read;
      this.#last = null;
    }
    const length = lengthOf(read);
    const last = this.#last;
    this.#last = { length, seconds };
    if (phase !== 'pass' || last === null || length <= last.length) return;
    this.#curve.add(at, length - last.length, seconds - last.seconds);
  }

  /** Of the failed blocks that wait for narrowing; null: not known. */
  narrowingSeconds({ narrowing }: Standing): number | null {
    return this.#narrowing.waiting(narrowing);
  }

  /** Of the phase under way, and of a pass with the narrowing that follows, as far as that is known; null:
   * not known yet. */
  remainingSeconds(standing: Standing): number | null {
    const { phase, seconds, phaseDone, narrowing } = standing;
    if (phase !== this.#phase || phase === 'waiting' || phase === 'ended') return null;
    if (phase === 'narrowing') {
      return this.#narrowing.remaining(seconds, phaseDone, narrowing.limitSeconds);
    }
    const spent = seconds - this.#beganSeconds;
    if (phase === 'pass') {
      const pass = this.#passSeconds(standing, spent);
      return pass === null ? null : pass + (this.narrowingSeconds(standing) ?? 0);
    }
    return phaseDone > 0 ? (spent * (1 - phaseDone)) / phaseDone : null;
  }

  #passSeconds({ read, left }: Standing, spent: number): number | null {
    const done = this.#curve.cost(read) - this.#curve.cost(this.#before);
    if (done <= 0) return null;
    // What was read last is nearest to what is to come, and all of it is the steadier.
    const rate = spent / done;
    const mixed = (rate + (this.#curve.recentRate() ?? rate)) / 2;
    return mixed * this.#curve.cost(left);
  }
}

function lengthOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { from, to }) => sum + to - from, 0);
}
