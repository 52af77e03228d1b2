// Processors that do not sleep. To wake one of a virtual machine takes 5 or 60 µs, and which of them
// changes by the minute: reads that are answered one by one by another thread are measured no better
// than that.

import { spawn } from 'node:child_process';
import { cpus } from 'node:os';

/** Keeps each processor turning at idle priority (SCHED_IDLE, sched(7)), which takes nothing from
 * others. Returns what ends it; it ends with this program anyway. Throws where util-linux is missing. */
export async function keepAwake(): Promise<() => void> {
  const spinners = cpus().map((_cpu, index) =>
    spawn('chrt', ['--idle', '0', 'taskset', '-c', `${index}`, 'sh', '-c', 'while :; do :; done'], {
      stdio: 'ignore',
    }),
  );
  const end = () => {
    process.off('exit', end);
    for (const spinner of spinners) spinner.kill('SIGKILL');
  };
  process.on('exit', end);
  await Promise.all(
    spinners.map(
      (spinner) =>
        new Promise<void>((resolve, reject) => {
          spinner.once('spawn', resolve);
          spinner.once('error', () => reject(new Error('chrt is not there (package util-linux)')));
        }),
    ),
  ).catch((cause) => {
    end();
    throw cause;
  });
  return end;
}
