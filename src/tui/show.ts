// A screen on the terminal: ten pictures a second, keys, and the way back.

import type tty from 'node:tty';
import { abilityOf } from './ability.ts';
import type { Picture } from './picture.ts';
import { Terminal } from './terminal.ts';

/** What is shown. */
export interface Shown {
  draw(picture: Picture): void;
  key(name: string): void;
  /** The terminal hung up. */
  gone(): void;
}

export interface ShowOptions {
  readonly input?: tty.ReadStream;
  readonly output?: tty.WriteStream;
  readonly env?: NodeJS.ProcessEnv;
  readonly frameMs?: number;
}

export interface Show {
  /** Draws now. */
  frame(): void;
  /** Forgets what the terminal shows, so that the next frame sends all of it. */
  forget(): void;
  /** Restores the terminal, synchronously; twice is harmless; never throws. */
  close(): void;
}

/** Ten frames a second are as smooth as a disk is. */
const FRAME_MS = 100;

/** Takes over the terminal. Throws ERR_USAGE on one that can't place a cursor. */
export function show(shown: Shown, options: ShowOptions): Show {
  const ability = abilityOf(options.env ?? process.env);
  const input = options.input ?? process.stdin;
  const output = options.output ?? process.stdout;
  const terminal = new Terminal(input, output, ability, {
    key: (name) => shown.key(name),
    resize: () => frame(),
    gone: () => shown.gone(),
  });
  const close = () => {
    clearInterval(timer);
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
  const timer = setInterval(frame, options.frameMs ?? FRAME_MS);
  frame();
  return { frame, close, forget: () => terminal.forget() };
}
