// npm run bench [-- zram null three-disks tui-cost kernel-log disk-bench] [--seconds N] [--rounds N] [--speed N]

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { diskBenchVsFio } from './disk-bench-vs-fio.ts';
import { kernelLog } from './kernel-log.ts';
import { nullDisk } from './null.ts';
import { MAIN, machine } from './programs.ts';
import { threeDisks } from './three-disks.ts';
import { tuiCost } from './tui-cost.ts';
import { zram } from './zram.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    speed: { type: 'string', default: '1' },
  },
});
const number = (text: string | undefined, fallback: number): number => Number(text ?? fallback);

const benches = new Map<string, () => Promise<void>>([
  ['zram', () => zram({ seconds: number(values.seconds, 15), rounds: number(values.rounds, 5) })],
  ['null', () => nullDisk({ rounds: number(values.rounds, 5) })],
  ['three-disks', () => threeDisks({ rounds: number(values.rounds, 5) })],
  [
    'tui-cost',
    () =>
      tuiCost({
        seconds: number(values.seconds, 20),
        rounds: number(values.rounds, 2),
        speed: number(values.speed, 1),
      }),
  ],
  ['kernel-log', () => kernelLog({ bytes: 2 ** 30 })],
  [
    'disk-bench',
    () =>
      diskBenchVsFio({
        seconds: number(values.seconds, 20),
        rounds: number(values.rounds, 3),
      }),
  ],
]);

// Disks are taken down on 'exit', which a signal by itself does not bring about.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(1));
}
if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there: npm run build`);
process.stdout.write(`${machine()}\n`);
for (const name of positionals.length > 0 ? positionals : benches.keys()) {
  const bench = benches.get(name);
  if (bench === undefined) throw new Error(`${name}: none of ${[...benches.keys()].join(', ')}`);
  process.stdout.write(`\n== ${name}\n`);
  await bench().catch((error) => {
    process.stdout.write(`${name} could not be measured: ${error.message}\n`);
    process.exitCode = 1;
  });
}
