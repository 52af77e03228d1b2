// Benchmarks without engine, disk or native code, and their screen as text.

import type {
  BenchControl,
  BenchProgress,
  BenchView,
  PartNow,
} from '../../src/benchmark/bench-view.ts';
import { CurveApp } from '../../src/tui/curve-app.ts';
import { Picture } from '../../src/tui/picture.ts';
import type { Device } from '../../src/vocabulary/device.ts';
import { aRandom, falling } from '../unit/report/a-bench.ts';
import { DEVICE } from './fake-run.ts';

const part = (kind: PartNow['kind'], blockBytes: number, depth = 1): PartNow => {
  return { kind, blockBytes, depth };
};

export const PARTS: readonly PartNow[] = [
  part('sequential', 2 ** 20),
  part('random', 512),
  part('random', 4096),
  part('random', 65_536),
  part('random', 2 ** 20),
  part('random', 4096, 4),
  part('random', 4096, 32),
  part('adjacent', 512),
  part('fullStroke', 512),
  part('burst', 131_072),
];

export class FakeBench implements BenchView {
  readonly device: Device;
  state: Partial<BenchProgress> = {};
  parts: readonly PartNow[] = PARTS;

  constructor(device: Partial<Device> = {}) {
    this.device = { ...DEVICE, ...device };
  }

  progress(): BenchProgress {
    return {
      part: null,
      activity: 'waiting',
      spentSeconds: 0,
      totalSeconds: 60,
      zones: [],
      zonesPlanned: 100,
      zonesDone: 0,
      random: [],
      access: {},
      burstBytesPerSecond: null,
      failedReads: 0,
      wait: null,
      trouble: null,
      ...this.state,
    };
  }

  /** In its curve, so many of its 100 zones are measured. */
  reading(zones: number): this {
    this.state = {
      part: this.parts[0]!,
      activity: 'running',
      spentSeconds: zones * 0.3,
      zones: falling().slice(0, zones),
      zonesDone: zones,
    };
    return this;
  }

  ended(): this {
    this.state = {
      activity: 'ended',
      spentSeconds: 60.01,
      zones: falling(),
      zonesDone: 100,
      random: this.parts
        .filter(({ kind }) => kind === 'random')
        .map(({ blockBytes, depth }, i) => aRandom(blockBytes, depth, 11_800 * (i + 1))),
      access: { adjacent: 4870, average: 11_800, fullStroke: 19_500 },
      burstBytesPerSecond: 418.9e6,
    };
    return this;
  }
}

export class FakeBenchRun implements BenchControl {
  stops = 0;
  constructor(readonly benches: readonly FakeBench[]) {}
  stop(): void {
    this.stops++;
  }
}

export interface CurveShot {
  keys?: string[];
  width?: number;
  height?: number;
  ended?: boolean;
}

/** What the screen shows after these keys. */
export function shootCurve(benches: readonly FakeBench[], shot: CurveShot = {}): Picture {
  const app = new CurveApp(new FakeBenchRun(benches));
  const picture = new Picture(shot.width ?? 80, shot.height ?? 24);
  app.draw(picture);
  if (shot.ended) app.finished();
  for (const key of shot.keys ?? []) {
    app.draw(picture);
    app.press(key);
  }
  app.draw(picture);
  return picture;
}
