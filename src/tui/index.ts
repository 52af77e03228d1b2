// The terminal's screen for a run: MHDD's map, live. Loaded only when there is one, because blessed
// takes 110 ms to load.

import type { RunControl } from '../engine/scan-view.ts';
import { App, type AppOptions } from './app.ts';
import { type Show, type ShowOptions, show } from './show.ts';
import type { Verdict } from './words.ts';

export { canDraw } from './ability.ts';
export type { Tally } from './cells.ts';
export type { Verdict } from './words.ts';

type SteerWish = 'pause' | 'pause-one' | 'stop-one' | 'skip-one';

export interface TuiOptions extends AppOptions, ShowOptions {}

export interface Tui extends Pick<Show, 'closed' | 'repaintEvery' | 'close'> {
  /** A scan has ended. By scan; null: it goes on. */
  judged(verdicts: readonly (Verdict | null)[]): void;
  /** All scans have ended by themselves: draws the result and waits for a key. By scan. */
  finished(verdicts: readonly Verdict[]): void;
}

/** Takes over the terminal for a run. Throws ERR_USAGE on a terminal that can't place a cursor. */
export function openTui(run: RunControl, options: TuiOptions): Tui {
  const app = new App(run, options);
  const obey = (wish: SteerWish) => {
    const scan = run.scans[app.disk]!;
    if (wish === 'pause') run.paused ? run.resume() : run.pause();
    else if (wish === 'pause-one') scan.paused ? scan.resume() : scan.pause();
    else if (wish === 'stop-one') scan.stop();
    else scan.skip();
  };
  const screen = show<SteerWish>(app, { stop: () => run.stop(), obey }, options);
  return {
    closed: screen.closed,
    repaintEvery: screen.repaintEvery,
    close: screen.close,
    judged(verdicts) {
      app.judged(verdicts);
      screen.frame();
    },
    finished(verdicts) {
      app.finished(verdicts);
      screen.frame();
    },
  };
}
