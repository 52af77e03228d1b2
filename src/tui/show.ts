// A screen on the terminal: ten pictures a second, keys, and the way back.

import type tty from 'node:tty';
import { abilityOf } from './ability.ts';
import type { Picture } from './picture.ts';
import { Terminal } from './terminal.ts';

/** What is shown, and what keys mean to it. */
export interface Shown<Wish> {
  /** What is looked at has ended by itself. */
  readonly ended: boolean;
  draw(picture: Picture): void;
  press(key: string): Wish | 'stop' | 'leave' | 'redraw' | 'suspend' | null;
}

/** What is looked at. */
export interface Watched<Wish> {
  stop(): void;
  /** What only this one is asked for. */
  obey?(wish: Wish): void;
}

export interface ShowOptions {
  readonly input?: tty.ReadStream;
  readonly output?: tty.WriteStream;
  readonly env?: NodeJS.ProcessEnv;
  readonly frameMs?: number;
  /** Stops this process, until it is woken by SIGCONT. */
  readonly suspend?: () => void;
}

export interface Show {
  /** Resolves when the user may be given the terminal back: 'key' if all had ended by itself and a key
   * was pressed, 'stopped' after the wish for it, or when the terminal hung up. */
  readonly closed: Promise<'key' | 'stopped'>;
  /** Draws now. */
  frame(): void;
  /** Others write to the terminal as well: from now on all of it is drawn anew so often. */
  repaintEvery(ms: number): void;
  /** Restores the terminal, synchronously; twice is harmless; never throws. */
  close(): void;
}

/** Ten frames a second are as smooth as a disk is. */
const FRAME_MS = 100;

/** As Ctrl-Z in a shell: the whole group, as a program that started this one waits in it. Where nobody
 * could wake it the system does not stop it. */
function suspendGroup(): void {
  const listeners = process.listeners('SIGTSTP');
  process.removeAllListeners('SIGTSTP');
  process.kill(0, 'SIGTSTP');
  for (const listener of listeners) process.on('SIGTSTP', listener);
}

/** Takes over the terminal. Throws ERR_USAGE on one that can't place a cursor. */
export function show<Wish extends string = never>(
  shown: Shown<Wish>,
  watched: Watched<Wish>,
  options: ShowOptions,
): Show {
  let resolveClosed!: (how: 'key' | 'stopped') => void;
  const closed = new Promise<'key' | 'stopped'>((resolve) => {
    resolveClosed = resolve;
  });
  const stop = () => {
    if (shown.ended) return resolveClosed('key');
    watched.stop();
    resolveClosed('stopped');
  };
  const key = (name: string) => {
    const wish = shown.press(name);
    if (wish === 'leave') return resolveClosed('key');
    if (wish === 'stop') stop();
    else if (wish === 'redraw') terminal.forget();
    else if (wish === 'suspend') suspend();
    else if (wish !== null) watched.obey?.(wish as Wish);
    frame();
  };

  const suspend = () => terminal.suspend(options.suspend ?? suspendGroup);
  const woken = () => {
    terminal.woken();
    frame();
  };
  const ability = abilityOf(options.env ?? process.env);
  const input = options.input ?? process.stdin;
  const output = options.output ?? process.stdout;
  const terminal = new Terminal(input, output, ability, {
    key,
    resize: () => frame(),
    gone: stop,
  });
  let repainting: NodeJS.Timeout | undefined;
  const repaintEvery = (ms: number) => {
    clearInterval(repainting);
    if (isClosed) return;
    repainting = setInterval(() => {
      terminal.forget();
      frame();
    }, ms);
  };
  let isClosed = false;
  const close = () => {
    isClosed = true;
    clearInterval(timer);
    clearInterval(repainting);
    process.off('SIGTSTP', suspend);
    process.off('SIGCONT', woken);
    terminal.close();
  };
  const frame = () => {
    try {
      terminal.draw((picture) => shown.draw(picture));
    } catch (error) {
      // A defect: its message must not be drawn over by what it is about.
      close();
      throw error;
    }
  };
  process.on('SIGTSTP', suspend);
  process.on('SIGCONT', woken);
  const timer = setInterval(frame, options.frameMs ?? FRAME_MS);
  frame();
  return { closed, frame, repaintEvery, close };
}
