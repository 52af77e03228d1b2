import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { temporaryDirectory } from './fixtures.ts';
import type { ScanShape } from './report-shape.ts';
import { runCli } from './run-cli.ts';

export const FAULTS = 'bad=1000-1010,bad=70000/IDNF@12,slow=90000@700,weak=500000@1';

export const SIM = `sim:size=1GB,${FAULTS}`;

export function mapPath(name = 'disk.map', atEnd = onTestFinished): string {
  return join(temporaryDirectory(atEnd), name);
}

export async function reported(...maps: string[]) {
  const run = await runCli(['report', ...maps, '--json', '-']);
  expect(run.status, run.stderr).toBe(0);
  return run;
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** All but what two tellings of one scan may differ in. */
export function same({ latency_us, notes, ...rest }: ScanShape) {
  return rest;
}
