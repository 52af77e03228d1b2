// Work behind a screen: the terminal is given back however it ends.

import { beforeLeaving } from './leave.ts';
import type { Stopping } from './stop-signals.ts';
import { isSystemConsole } from './system-console.ts';

/** As the screens of src/tui/ are. */
interface Screen {
  /** Resolves when the user may be given the terminal back. */
  readonly closed: Promise<unknown>;
  repaintEvery(ms: number): void;
  close(): void;
}

/** What the kernel writes over a screen stands for so long at most: one bad read of an ATA disk is some 25 lines
 * (sys/cam/cam_periph.c, cam_periph_error), and a serial line takes a second for a screen. */
const REPAINT_MS = 10_000;

/** Resolves to what `work` does, once its result was `shown` and the user left the screen or asked for the
 * end. */
export async function onScreen<T>(
  screen: Screen,
  run: { stop(): void },
  stopping: Stopping,
  work: () => Promise<T>,
  shown: (result: T) => void,
): Promise<T> {
  void isSystemConsole(1).then((isIt) => isIt && screen.repaintEvery(REPAINT_MS));
  const forgetWish = beforeLeaving(() => screen.close());
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  stopping.does(() => {
    screen.close();
    run.stop();
    leave();
  });
  try {
    const working = work();
    // Stopped: the terminal is given back at once, not when the last read returns.
    const stopped = screen.closed.then(() => screen.close());
    const result = await working;
    shown(result);
    await Promise.race([stopped, left]);
    return result;
  } finally {
    screen.close();
    forgetWish();
  }
}
