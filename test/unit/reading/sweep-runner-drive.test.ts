// Sweeps through the drive, where it cannot be had: they go on by the kernel, from where they were.

import { afterEach, expect, test, vi } from 'vitest';
import { DriveWay } from '../../../src/reading/drive-way.ts';
import type { Reading } from '../../../src/reading/sweep.ts';
import { NATIVE_ERROR_DEFECT } from '../../../src/vocabulary/classes.ts';
import { done, failure, ORDER, SECTORS, type Step, scripted } from './scripted-sweeps.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

const DRIVE = {
  commands: 'scsi',
  generic: null,
  disk: { path: '/dev/sdz', number: '8:400' },
  address: '0:0:0:0',
  unitSerial: '',
  nsid: 0,
  firstLba: 0,
  sectors: 1000,
  isCounted: false,
  mayPretend: false,
} as const;

async function throughDrive(steps: Step[]) {
  const disk = await scripted(steps);
  const notes: string[] = [];
  const driveWay = new DriveWay(DRIVE, 1000, (note) => notes.push(note));
  Object.assign(disk.context, { driveWay });
  return { ...disk, driveWay, notes };
}

test('a reading that nobody lets through ends it, and is no reading', async () => {
  const told: Reading[] = [];
  const { runner, worker, orders, context, driveWay, notes } = await throughDrive([
    ({ tell }) => {
      tell(failure(10));
      tell({ ...failure(20), error: NATIVE_ERROR_DEFECT, errno: 13 });
      return { stop: 'defect', next: 20 };
    },
    done,
  ]);
  const end = await runner.run(worker, { ...ORDER, byDrive: true }, (one) => told.push(one));
  expect(end).toEqual({ outcome: 'done', run: 0, next: SECTORS });
  expect(orders.map(([run]) => run!.first)).toEqual([0, 20]);
  expect(told.map(({ from }) => from)).toEqual([10]);
  expect(context.trouble).toBeNull();
  expect(await driveWay.site()).toBeNull();
  expect(notes.at(-1)).toContain('permission denied (EACCES)');
});

test('a drive that cannot be opened, or is another: nothing was reached', async () => {
  const message = 'expected the device 8:400, got 8:416';
  const { runner, worker, orders, context, driveWay, notes } = await throughDrive([
    () => ({
      stop: 'gone',
      next: 0,
      failure: { code: 'ERR_METHOD', errno: null, syscall: null, message },
    }),
    done,
  ]);
  const run = { ...ORDER.runs[0]!, first: 500 };
  const end = await runner.run(worker, { ...ORDER, runs: [run], byDrive: true }, () => {});
  expect(end.outcome).toBe('done');
  expect(orders.map(([one]) => one!.first)).toEqual([500, 500]);
  expect(context.trouble).toBeNull();
  expect(driveWay.narrowedBy).toBe('read');
  expect(notes.at(-1)).toContain(message);
});

test('what the drive answers counts, and it is told that it narrowed', async () => {
  const { runner, worker, driveWay } = await throughDrive([done]);
  await runner.run(worker, { ...ORDER, byDrive: true }, () => {});
  expect(driveWay.narrowedBy).toBe('sgio');
});

test('other sweeps are the kernel’s', async () => {
  const { runner, worker, context, driveWay } = await throughDrive([
    ({ tell }) => {
      tell({ ...failure(20), error: NATIVE_ERROR_DEFECT, errno: 13 });
      return { stop: 'defect', next: 20 };
    },
  ]);
  const end = await runner.run(worker, ORDER, () => {});
  expect([end.outcome, context.trouble?.code]).toEqual(['lost', 'ERR_DEFECT']);
  expect(driveWay.narrowedBy).toBe('read');
});
