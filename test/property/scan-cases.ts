// Scans simulated disks through the library, as the command line does.

import {
  inspectTarget,
  parseLbaChoice,
  Run,
  runReport,
  type ScanOptions,
} from '../../src/index.ts';
import type { ScanJson } from '../../src/report/run-json.ts';
import { type DiskCase, type Options, specOf } from './disk-case.ts';

/** Several disks of one set of options, side by side. */
export async function scanCases(cases: readonly DiskCase[]): Promise<readonly ScanJson[]> {
  const targets = await Promise.all(cases.map(({ disk }) => inspectTarget(`sim:${specOf(disk)}`)));
  const run = await Run.plan(targets, scanOptions(cases[0]!.options));
  const report = runReport(await run.scan());
  for (const scan of report.scans) {
    if (!('coverage' in scan)) throw new Error(`no result: ${scan.error?.message}`);
  }
  // As it is read by others: what JSON cannot say is not in it.
  return JSON.parse(JSON.stringify(report.scans)) as ScanJson[];
}

function scanOptions(options: Options): ScanOptions {
  const { block, jobs, timeoutSeconds, retries, refine, refineLimitSeconds, maxBad } = options;
  return {
    from: parseLbaChoice('--from', String(options.from), 'from'),
    to: parseLbaChoice('--to', String(options.to), 'to'),
    blockSectors: block,
    jobs,
    timeoutSeconds,
    retries,
    refine,
    ...(refineLimitSeconds === null ? {} : { refineLimitSeconds }),
    ...(maxBad === null ? {} : { maxBad }),
  };
}

/** What the wall's clock says is different each time; with `kind=null` so are the latencies, and the classes: of a
 * machine under load, which stands still for some milliseconds, they are not all alike. */
export function withoutTimes(scan: ScanJson, { disk }: DiskCase): unknown {
  const timeless = { ...scan, started: null, finished: scan.finished !== null, elapsed_s: 0 };
  if (disk.kind !== 'null') return timeless;
  const slow = scan.slow.map(({ from, to }) => ({ from, to }));
  return {
    ...timeless,
    latency_us: null,
    bytes_per_s: 0,
    slow,
    blocks: withoutClasses(scan.blocks),
  };
}

/** All that read are counted together. */
function withoutClasses(blocks: ScanJson['blocks']): unknown {
  const counts = Object.entries(blocks);
  const isRead = ([name]: [string, number]) => name.endsWith('ms');
  const read = counts.filter(isRead).reduce((sum, [, count]) => sum + count, 0);
  return { read, ...Object.fromEntries(counts.filter((count) => !isRead(count))) };
}
