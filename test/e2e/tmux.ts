// A real terminal to run the program in: a tmux server of its own for each.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { until } from '../rig/system.ts';
import { temporaryDirectory } from './fixtures.ts';

export interface Tmux {
  /** Types a line into the shell, or keys into what runs there: tmux's key names. */
  keys(...keys: string[]): void;
  /** The screen as text, a line a row. */
  screen(): string;
  /** With its colours, as SGR sequences. */
  colored(): string;
  /** Waits for a text on the screen. */
  shows(text: string | RegExp, timeoutMs?: number): Promise<string>;
  resize(columns: number, rows: number): void;
  /** tmux's view of a pane: `#{alternate_on}`, `#{cursor_flag}`, … */
  format(format: string): string;
}

export function openTmux(columns: number, rows: number, env: Record<string, string> = {}): Tmux {
  const socket = join(temporaryDirectory(), 'tmux');
  const tmux = (...args: string[]) =>
    execFileSync('tmux', ['-u', '-f', '/dev/null', '-S', socket, ...args], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8', TMUX: '', ...env },
    });
  const set = Object.entries({ LC_ALL: 'C.UTF-8', PS1: '$ ', ...env });
  const assignments = set.map(([name, value]) => `${name}=${value}`);
  tmux(
    ...['new-session', '-d', '-x', String(columns), '-y', String(rows)],
    ...['env', ...assignments, 'bash', '--norc', '--noprofile'],
  );
  onTestFinished(() => {
    tmux('kill-server');
  });
  const screen = () => tmux('capture-pane', '-p');
  return {
    keys: (...keys) => tmux('send-keys', ...keys),
    screen,
    colored: () => tmux('capture-pane', '-p', '-e'),
    async shows(text, timeoutMs = 60_000) {
      const met = () => (typeof text === 'string' ? screen().includes(text) : text.test(screen()));
      await until(`${text} on the screen`, met, timeoutMs).catch((cause: unknown) => {
        throw new Error(`${String(cause)}; it shows:\n${screen()}`);
      });
      return screen();
    },
    resize: (x, y) => tmux('resize-window', '-x', String(x), '-y', String(y)),
    format: (format) => tmux('display-message', '-p', format).trim(),
  };
}
