// The terminal's screen for a run: MHDD's map, live. Loaded only when there is one, because blessed
// takes 110 ms to load.

import type { RunControl } from '../engine/scan-view.ts';
import { App, type AppOptions } from './app.ts';
import { type ShowOptions, show } from './show.ts';
import type { Verdict } from './words.ts';

export { canDraw } from './ability.ts';
export type { Fold } from './cells.ts';
export type { Verdict } from './words.ts';

export interface TuiOptions extends AppOptions, ShowOptions {}

export interface Tui {
  /** Resolves when the user may be given the terminal back: 'key' if the run had ended by itself
   * and a key was pressed, 'stopped' after q and y, Ctrl-C, or when the terminal hung up. */
  readonly closed: Promise<'key' | 'stopped'>;
  /** All scans have ended by themselves: draws the result and waits for a key. By scan. */
  finished(verdicts: readonly Verdict[]): void;
  /** Restores the terminal, synchronously; twice is harmless; never throws. */
  close(): void;
}

/** Takes over the terminal for a run. Throws ERR_USAGE on a terminal that can't place a cursor. */
export function openTui(run: RunControl, options: TuiOptions): Tui {
  const app = new App(run, options);
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
    if (wish === 'pause' && run.paused) run.resume();
    else if (wish === 'pause') run.pause();
    if (wish === 'redraw') screen.forget();
    screen.frame();
  };

  const screen = show({ draw: (picture) => app.draw(picture), key, gone: stop }, options);
  return {
    closed,
    close: screen.close,
    finished(verdicts) {
      app.finished(verdicts);
      screen.frame();
    },
  };
}
