// `surfscan check` as its users start it, and `surfscan.check/1` as a script sees it: written down once
// more on purpose, as a renamed field must fail a test.

import { expect } from 'vitest';
import { type ExtentShape, sectorsOf } from './report-shape.ts';
import { type CliOptions, type CliRun, type RunningCli, startCli } from './run-cli.ts';

export interface CheckShape {
  schema: string;
  tool: { name: string; version: string; node: string; platform: string };
  device: { path: string; kind: string; sectors: number; logical_bytes: number } | null;
  error?: { code: string; errno: string | null; message: string };
  suspects: {
    from: number;
    to: number;
    sources: {
      line: number;
      text: string;
      format: string;
      device: string | null;
      from: number;
      to: number;
      names: 'exact' | 'request' | 'start';
    }[];
  }[];
  coverage: { total: number; good: number; bad: number; unread: number };
  bad: ExtentShape[];
  weak: ExtentShape[];
  where: {
    lba: number;
    partition: {
      scheme: string;
      index: number;
      type: string;
      label: string | null;
      from: number;
      to: number;
    } | null;
    filesystem: string | null;
    use: string;
    file: string | null;
    notes: string[];
  }[];
  explanation: string[];
  verdict: 'good' | 'weak' | 'bad' | 'incomplete' | 'explained';
}

export interface CheckRun extends Pick<CliRun, 'status' | 'stdout' | 'stderr' | 'seconds'> {
  /** Standard output as `surfscan.check/1`, found sound. Throws when it is something else. */
  check: CheckShape;
}

export function startCheck(args: readonly (string | number)[], options?: CliOptions): RunningCli {
  return startCli(['check', ...args.map(String), '--json', '-'], options);
}

/** `surfscan check … --json -`. */
export async function check(
  args: readonly (string | number)[],
  options?: CliOptions,
): Promise<CheckRun> {
  return checkRun(await startCheck(args, options).finished);
}

export function checkRun({ status, stdout, stderr, seconds }: CliRun): CheckRun {
  return {
    ...{ status, stdout, stderr, seconds },
    get check() {
      return parsed(stdout, stderr);
    },
  };
}

function parsed(stdout: string, stderr: string): CheckShape {
  let report: CheckShape;
  try {
    report = JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`no JSON: ${stdout.slice(0, 1000)}\n${stderr.slice(-2000)}`, { cause });
  }
  expectSound(report);
  return report;
}

const KEYS = ['schema', 'tool', 'device', 'suspects', 'coverage', 'bad', 'weak', 'where'].concat(
  'explanation',
  'verdict',
);

function expectSound(report: CheckShape): void {
  expect(report.schema).toBe('surfscan.check/1');
  expect(Object.keys(report).filter((key) => key !== 'error')).toEqual(KEYS);
  const { coverage, bad, weak, suspects } = report;
  expect(coverage.good + coverage.bad + coverage.unread).toBe(coverage.total);
  expect(sectorsOf(bad), 'the bad list and the coverage').toBe(coverage.bad);
  for (const list of report.device === null ? [bad, weak] : [bad, weak, suspects]) {
    let next = 0;
    for (const { from, to } of list) {
      expect(from).toBeGreaterThanOrEqual(next);
      expect(to).toBeGreaterThanOrEqual(from);
      next = to + 1;
    }
  }
  for (const { from, to, sources } of suspects) {
    for (const source of sources) {
      expect(source.from).toBeGreaterThanOrEqual(from);
      expect(source.to).toBeLessThanOrEqual(to);
    }
  }
}

/** The program with `file` as its standard input. */
export function withInput(file: string): CliOptions {
  return { wrapper: ['sh', '-c', 'f=$1; shift; exec "$@" < "$f"', 'sh', file] };
}
