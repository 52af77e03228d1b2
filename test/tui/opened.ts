// The whole TUI on a terminal in memory.

import { afterEach } from 'vitest';
import { openTui, type Tui } from '../../src/tui/index.ts';
import { FakeRun, FakeScan, tally } from './fake-run.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { failing } from './screens.ts';

export const RICH = { TERM: 'xterm-256color', LANG: 'C.UTF-8' };
const opened: Tui[] = [];
afterEach(() => {
  for (const tui of opened.splice(0)) tui.close();
});

export function open(env: NodeJS.ProcessEnv = RICH, columns = 80, rows = 24, more = {}) {
  const terminal = new FakeTerminal(columns, rows);
  terminal.emulator.write('$ surfscan scan ada0\r\n');
  const scan = failing(new FakeScan({ sectors: 256 * 4000 }), 900);
  const run = new FakeRun([scan]);
  const { input, output } = terminal;
  const tui = openTui(run, { input, output, env, frameMs: 5, tally, ...more });
  opened.push(tui);
  return { terminal, scan, run, tui };
}
