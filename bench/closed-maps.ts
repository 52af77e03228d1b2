// Maps of scans that ended: how large they are, how soon they tell what their scan came to, and two of them
// what changed.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENT, MAIN, scan } from './programs.ts';
import { spread } from './statistics.ts';
import type { Finding, TargetName } from './targets.ts';

const DISK = 'kind=hdd,serial=ONE,bad=1000-1003,slow=40000000@700';
const ANSWERS = [['--verdict'], ['--line'], ['--nagios'], ['--prometheus', '-']] as const;

export async function closedMaps({ rounds }: { rounds: number }): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-bench-'));
  try {
    const of = async (size: string, seed: number) => {
      const path = join(folder, `${size}-${seed}.surfscan`);
      const spec = `sim:size=${size},seed=${seed},${DISK}`;
      await scan([spec, '--map', path, '--jobs', '1'], { statuses: [1] });
      return path;
    };
    const [small, again, large] = [await of('1TB', 1), await of('1TB', 2), await of('24TB', 1)];
    const answers = [small, large].flatMap((map) =>
      ANSWERS.map((answer) => () => timed(['report', map, ...answer])),
    );
    return [
      told('closedMap1TB', [bytesOf(small)]),
      told('closedMap24TB', [bytesOf(large)]),
      told(
        'storedAnswer',
        Array.from({ length: rounds }, () => slowest(answers)),
      ),
      told(
        'diff1TB',
        Array.from({ length: rounds }, () => timed(['diff', small, again])),
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function told(target: TargetName, values: readonly number[]): Finding {
  process.stdout.write(`  ${target}: ${spread(values, 2)}\n`);
  return { target, values };
}

const bytesOf = (path: string) => statSync(path).size / 1e6;

function slowest(runs: readonly (() => number)[]): number {
  return Math.max(...runs.map((run) => run()));
}

/** Milliseconds, whatever its status. */
function timed(args: readonly string[]): number {
  const beganMs = performance.now();
  try {
    execFileSync(process.execPath, [MAIN, ...args], { env: ENVIRONMENT, stdio: 'ignore' });
  } catch (cause) {
    const { status } = cause as { status: number | null };
    if (status === null || status > 2) throw cause;
  }
  return performance.now() - beganMs;
}
