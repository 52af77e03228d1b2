// What a report must say of the guest's disks.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type ExtentShape, type ScanShape, sectorsOf } from '../e2e/report-shape.ts';
import type { GuestRun } from './guest.ts';
import { BUILD } from './kernel.ts';

/** Where failed blocks were narrowed through the drive: its own words, and no errno. */
export function toldByDrive(error: string, drive: string, from: number, to = from): ExtentShape {
  return { from, to, error, errno: null, exact: true, reads: 1, drive };
}

/** A scan that went to the end, and found these sectors and nothing else. */
export function expectFound(scan: ScanShape, sectors: number, bad: readonly ExtentShape[]): void {
  const lost = sectorsOf(bad);
  expect(scan.error).toBeUndefined();
  expect(scan.bad).toEqual(bad);
  expect(scan.weak).toEqual([]);
  expect(scan.coverage).toEqual({ total: sectors, good: sectors - lost, bad: lost, unread: 0 });
  expect(scan.rules).toContainEqual({ rule: 'bad>0', value: lost, failed: lost > 0 });
  if (lost > 0) expect(scan.verdict).toBe('fail');
}

/** A disk without defects that left or fell silent. */
export function expectLeft(scan: ScanShape): void {
  expect(scan.bad).toEqual([]);
  expect(scan.coverage.bad).toBe(0);
  expect(scan.coverage.good).toBeGreaterThan(0);
  expect(scan.coverage.unread).toBeGreaterThan(0);
  expect(scan.error?.message).not.toBe('');
  expect(scan.verdict).toBe('incomplete');
}

/** What a real kernel printed, kept as build-guest/kernel-logs/NAME.log. */
export function keepKernelLog(name: string, { kernelLog }: GuestRun): void {
  const directory = join(BUILD, 'kernel-logs');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, `${name}.log`), kernelLog);
}
