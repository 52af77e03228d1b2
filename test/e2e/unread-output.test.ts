// A reader that does not read: who waits for the shell can leave.

import { spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { MAIN } from './run-cli.ts';

/** Its report is longer than any pipe holds. */
const BAD = Array.from({ length: 8_000 }, (_, i) => `bad=${i * 2}`).join(',');

test('standard output that nobody reads: a second Ctrl-C leaves', async () => {
  const args = [MAIN, 'scan', `sim:size=64MiB,kind=ssd,${BAD}`, '--no-tui', '--json', '-'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  // Standard error is read, standard output is not.
  child.stderr.resume();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const again = setInterval(() => child.kill('SIGINT'), 4000);
  onTestFinished(() => clearInterval(again));
  expect(await ended).toBe(4);
});
