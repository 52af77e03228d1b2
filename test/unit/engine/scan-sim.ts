// One simulated disk, scanned through the library, as its part of the report.

import { inspectTarget, Run, runReport, type ScanOptions } from '../../../src/index.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';

export async function scanSim(spec: string, options: ScanOptions = {}): Promise<ScanJson> {
  const run = await Run.plan([await inspectTarget(`sim:${spec}`)], options);
  return runReport(await run.scan()).scans[0] as ScanJson;
}

/** "50-99 IO" where it was narrowed, "50-99 IO?" where it was not. */
export function badOf({ bad }: ScanJson): string[] {
  return bad.map(({ from, to, error, exact }) => `${from}-${to} ${error}${exact ? '' : '?'}`);
}
