// The terminal's screen for a run: MHDD's map, live. Loaded only when there is one, because blessed
// takes 110 ms to load.

import type tty from 'node:tty';
import type { RunControl } from '../engine/scan-view.ts';
import { abilityOf } from './ability.ts';
import { App, type AppOptions } from './app.ts';
import { Terminal } from './terminal.ts';
import type { Verdict } from './words.ts';

export { canDraw } from './ability.ts';
export type { Fold } from './cells.ts';
export type { Verdict } from './words.ts';

export interface TuiOptions extends AppOptions {
  readonly input?: tty.ReadStream;
  readonly output?: tty.WriteStream;
  readonly env?: NodeJS.ProcessEnv;
  readonly frameMs?: number;
}

export interface Tui {
  /** Resolves when the user may be given the terminal back: 'key' if the run had ended by itself
   * and a key was pressed, 'stopped' after q and y, Ctrl-C, or when the terminal hung up. */
  readonly closed: Promise<'key' | 'stopped'>;
  /** All scans have ended by themselves: draws the result and waits for a key. By scan. */
  finished(verdicts: readonly Verdict[]): void;
  /** Restores the terminal, synchronously; twice is harmless; never throws. */
  close(): void;
}

/** Ten frames a second are as smooth as a disk is. */
const FRAME_MS = 100;

/** Takes over the terminal for a run. Throws ERR_USAGE on a terminal that can't place a cursor. */
export function openTui(run: RunControl, options: TuiOptions): Tui {
  const ability = abilityOf(options.env ?? process.env);
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
    if (wish === 'redraw') terminal.forget();
    frame();
  };

  const input = options.input ?? process.stdin;
  const output = options.output ?? process.stdout;
  const terminal = new Terminal(input, output, ability, { key, resize: () => frame(), gone: stop });
  const close = () => {
    clearInterval(timer);
    terminal.close();
  };
  const frame = () => {
    try {
      terminal.draw((picture) => app.draw(picture));
    } catch (error) {
      // A defect: its message must not be drawn over by what it is about.
      close();
      throw error;
    }
  };
  const timer = setInterval(frame, options.frameMs ?? FRAME_MS);
  frame();
  return {
    closed,
    close,
    finished(verdicts) {
      app.finished(verdicts);
      frame();
    },
  };
}
