// The terminal's screen for benchmarks: the curve, live. Loaded only when there is one, because
// blessed takes 110 ms to load.

import type { BenchControl } from '../benchmark/bench-view.ts';
import { CurveApp } from './curve-app.ts';
import { type Show, type ShowOptions, show } from './show.ts';

export interface CurveTui extends Pick<Show, 'closed' | 'repaintEvery' | 'close'> {
  /** All have ended by themselves: draws the result and waits for a key. */
  finished(): void;
}

/** Takes over the terminal. Throws ERR_USAGE on one that can't place a cursor. */
export function openCurve(run: BenchControl, options: ShowOptions = {}): CurveTui {
  const app = new CurveApp(run);
  const screen = show(app, run, options);
  return {
    closed: screen.closed,
    repaintEvery: screen.repaintEvery,
    close: screen.close,
    finished() {
      app.finished();
      screen.frame();
    },
  };
}
