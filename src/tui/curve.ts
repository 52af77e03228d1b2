// The terminal's screen for benchmarks: the curve, live. Loaded only when there is one, because
// blessed takes 110 ms to load.

import type { BenchControl } from '../benchmark/bench-view.ts';
import { CurveApp } from './curve-app.ts';
import { type ShowOptions, show } from './show.ts';

export interface CurveTui {
  /** Resolves when the user may be given the terminal back: 'key' if the benchmarks had ended by
   * themselves and a key was pressed, 'stopped' after q, Ctrl-C, or when the terminal hung up. */
  readonly closed: Promise<'key' | 'stopped'>;
  /** All have ended by themselves: draws the result and waits for a key. */
  finished(): void;
  /** Restores the terminal, synchronously; twice is harmless; never throws. */
  close(): void;
}

/** Takes over the terminal. Throws ERR_USAGE on one that can't place a cursor. */
export function openCurve(run: BenchControl, options: ShowOptions = {}): CurveTui {
  const app = new CurveApp(run);
  let resolveClosed!: (how: 'key' | 'stopped') => void;
  const closed = new Promise<'key' | 'stopped'>((resolve) => {
    resolveClosed = resolve;
  });
  const stop = () => {
    if (app.ended) return resolveClosed('key');
    run.stop();
    resolveClosed('stopped');
  };
  const key = (name: string) => {
    const wish = app.press(name);
    if (wish === 'leave') return resolveClosed('key');
    if (wish === 'stop') stop();
    if (wish === 'redraw') screen.forget();
    screen.frame();
  };
  const screen = show({ draw: (picture) => app.draw(picture), key, gone: stop }, options);
  return {
    closed,
    close: screen.close,
    finished() {
      app.finished();
      screen.frame();
    },
  };
}
