// `dmesg | surfscan check DISK --log -`, as it is typed, with what the guest's kernel printed.

import { expect } from 'vitest';
import { type CheckRun, checkRun } from '../e2e/check-cli.ts';
import type { ExtentShape } from '../e2e/report-shape.ts';
import { Finished, MAIN } from '../e2e/run-cli.ts';
import type { Guest } from './guest.ts';

/** Each bad sector is read so often: --reads. */
const READS = 3;

/** `LOG | surfscan check ARGS… --log - --json -`. */
export async function checkInGuest(
  guest: Guest,
  args: readonly (string | number)[],
  log: string,
): Promise<CheckRun> {
  const program = [process.execPath, MAIN, 'check', ...args, '--log', '-', '--json', '-'].join(' ');
  const job = await guest.start(`${log} | ${program}`);
  return checkRun(new Finished(job.status, job.stdout, job.stderr, job.seconds));
}

export interface SpotCheck {
  readonly path: string;
  readonly bad: readonly ExtentShape[];
  /** In the contract's words: these, and no others. */
  readonly formats: readonly string[];
  /** Some of what led there. */
  readonly sources: readonly object[];
}

/** The scan before has met the bad sectors: the log of its failing reads leads back to them, exactly. */
export async function expectCheckedByLog(
  guest: Guest,
  { path, bad, formats, sources }: SpotCheck,
  log = 'dmesg',
): Promise<void> {
  const run = await checkInGuest(guest, [path], log);
  const { check } = run;
  expect(check.bad).toEqual(bad.map((extent) => ({ ...extent, reads: READS })));
  expect([run.status, check.verdict, check.weak]).toEqual([1, 'bad', []]);
  expect(check.coverage.unread).toBe(0);
  const found = check.suspects.flatMap((suspect) => suspect.sources);
  expect(new Set(found.map(({ format }) => format))).toEqual(new Set(formats));
  for (const source of sources) expect(found).toContainEqual(expect.objectContaining(source));
}
