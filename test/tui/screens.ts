// Draws a run's screen as text.

import type { ListedDefect, Progress } from '../../src/engine/scan-view.ts';
import { App } from '../../src/tui/app.ts';
import { Picture } from '../../src/tui/picture.ts';
import type { Verdict } from '../../src/tui/words.ts';
import { FakeRun, type FakeScan, likely, tally } from './fake-run.ts';

export interface Shot {
  keys?: string[];
  width?: number;
  height?: number;
  paused?: boolean;
  verdicts?: Verdict[];
  /** While others still run. */
  judged?: (Verdict | null)[];
}

/** What the screen shows after these keys. */
export function shoot(scans: FakeScan[], shot: Shot = {}): Picture {
  const run = new FakeRun(scans);
  run.paused = shot.paused ?? false;
  const app = new App(run, { tally });
  const picture = new Picture(shot.width ?? 80, shot.height ?? 24);
  app.draw(picture);
  if (shot.judged !== undefined) app.judged(shot.judged);
  if (shot.verdicts !== undefined) app.finished(shot.verdicts);
  for (const key of shot.keys ?? []) {
    app.press(key);
    app.draw(picture);
  }
  app.draw(picture);
  return picture;
}

export function text(picture: Picture): string {
  return `\n${picture.rows().join('\n')}\n`;
}

export function listed(
  kind: ListedDefect['kind'],
  firstLba: number,
  lastLba: number,
  more: Partial<ListedDefect> = {},
): ListedDefect {
  const times = { latencyMs: null, againMs: null, bytesPerSecond: null };
  return { kind, firstLba, lastLba, error: null, exact: true, ...times, ...more };
}

/** A disk that has been read for a while, with a few defects. */
export function failing(scan: FakeScan, blocks: number, state: Partial<Progress> = {}): FakeScan {
  const bytes = new Map([
    [100, 247],
    [101, 247],
    [200, 244],
    [300, 243],
    [301, 246],
  ]);
  scan.read(blocks, (block) => bytes.get(block) ?? likely(block));
  scan.found = [
    listed('bad', 25_608, 25_615, { error: 'UNC' }),
    listed('failed', 51_200, 51_455, { error: 'TIME', exact: false }),
    listed('weak', 25_600, 25_607, { error: 'IO' }),
    listed('slow', 76_800, 77_055, { latencyMs: 812 }),
  ];
  scan.state = { badSectors: 8, failedBlocksLeft: 3, weakPlaces: 8, slowBlocks: 1, ...state };
  return scan;
}
