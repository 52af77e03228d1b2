// Benchmarks as their users start them, and what their reports have.

import { expect } from 'vitest';
import type { BenchReport } from '../../src/index.ts';
import { type CliRun, runCli } from './run-cli.ts';

export type Bench = Extract<BenchReport['benches'][number], { started: string }>;

export const args = (...more: (string | number)[]) => [
  'bench',
  ...more.map(String),
  '--json',
  '-',
  '--no-tui',
];

export const bench = (...more: (string | number)[]) => runCli(args(...more));

export function benchesOf({ stdout, stderr }: CliRun): Bench[] {
  expect(stdout, stderr).toMatch(/^\{/);
  const report = JSON.parse(stdout) as BenchReport;
  expect(report.schema).toBe('surfscan.bench/1');
  return report.benches as Bench[];
}

export function waysOf({ random }: Bench): string[] {
  return random.map(({ block_bytes, depth }) => `${block_bytes}x${depth}`);
}
