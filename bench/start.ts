// Whole processes beside `node -e 0`: what surfscan adds to the start of Node. Each round's ratio is of
// neighbours in time, so that a busy machine slows both.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFaultyDisk } from '../test/rig/faulty-disk.ts';
import { MAIN, scan, scanCommand, wallSeconds } from './programs.ts';
import { type Contestant, ratios, takeTurns } from './rounds.ts';
import { median } from './statistics.ts';
import type { Finding, TargetName } from './targets.ts';

const SECTORS = 16 * 256;
const NODE = 'node -e 0';

const node: Contestant = {
  name: NODE,
  run: async () => 1000 * (await wallSeconds(process.execPath, ['-e', '0'])),
};

function command(name: string, args: readonly string[], statuses?: readonly number[]): Contestant {
  const run = async () => 1000 * (await wallSeconds(process.execPath, [MAIN, ...args], statuses));
  return { name, run };
}

/** From the start of the program to its first read, as the disk sees it come; and commands that read none. */
export async function start({ rounds }: { rounds: number }): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-bench-'));
  const map = join(folder, 'disk.surfscan');
  const disk = await openFaultyDisk({ sectors512: SECTORS });
  try {
    await scan(['sim:size=1TB,bad=1000', '--map', map], { statuses: [1] });
    const contestants: readonly (readonly [TargetName, Contestant])[] = [
      [
        'firstRead',
        {
          name: 'to the first read',
          run: async () => {
            await disk.setFaults([]); // what comes after is the first again
            const beginNs = process.hrtime.bigint();
            await wallSeconds(process.execPath, scanCommand([disk.path]));
            return Number((await disk.firstReadNs()) - beginNs) / 1e6;
          },
        },
      ],
      ['version', command('--version', ['--version'])],
      ['reportLine', command('report --line', ['report', map, '--line'])],
    ];
    // What is compiled is kept by the first start.
    for (const [, { run }] of contestants) await run();
    const ms = await takeTurns([node, ...contestants.map(([, each]) => each)], rounds, 'ms');
    const alone = ms.get(NODE)!;
    return contestants.map(([target, { name }]) => ({
      target,
      values: ratios(ms.get(name)!, alone),
      remark: `${median(ms.get(name)!).toFixed(0)} ms, Node alone ${median(alone).toFixed(0)} ms`,
    }));
  } finally {
    await disk.close();
    rmSync(folder, { recursive: true });
  }
}
