// A run that was given something hostile, and stays orderly.

import { expect } from 'vitest';
import { expectPlain } from '../property/hostile-text.ts';
import { type CliRun, runCli } from './run-cli.ts';

export const SIM = 'sim:size=1MiB,kind=ssd';

/** Standard output in lines of CSV ends as RFC 4180 has it. */
export function expectOrderly(run: CliRun, status?: number): void {
  expectPlain(run.stdout.replaceAll('\r\n', '\n'));
  expectPlain(run.stderr);
  expect(run.stderr).not.toMatch(/^\s+at |defect/m);
  if (status === undefined) expect([0, 1, 2, 3, 4]).toContain(run.status);
  else expect(run.status, run.stderr).toBe(status);
  if (run.status === 2 || run.status === 3) expect(run.stderr).toMatch(/^(surfscan|Usage): ./m);
  expect(run.stderr.length).toBeLessThan(6000);
}

/** As a simulated disk's text has it. */
export function encoded(text: string): string {
  return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** Run in a directory, where what has a name without a slash lands. */
export function inDirectory(directory: string, args: readonly string[], ...setting: string[]) {
  const wrapper = ['env', '-C', directory, ...setting];
  return runCli(args, { wrapper });
}
