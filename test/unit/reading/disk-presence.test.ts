// Whether the disk that is there now is the one that was scanned; and when nobody knows that it ever was.

import { describe, expect, test } from 'vitest';
import { newContext } from '../../../src/engine/context.ts';
import { planScan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';
import { isDiskUnproven, isSameDisk } from '../../../src/reading/disk-presence.ts';
import { Findings } from '../../../src/reading/findings.ts';
import type { WorkerControl } from '../../../src/reading/worker-control.ts';
import { ERROR_CODES, type ErrorCode } from '../../../src/vocabulary/classes.ts';
import type { Device } from '../../../src/vocabulary/device.ts';

const DISK = 'sim:size=1000s,kind=ssd';

describe('the same disk', () => {
  test('answers as it did', async () => {
    expect(await isSameDisk(await inspectTarget(DISK))).toBe(true);
  });

  // As the disk was when the scan began: what is opened now says otherwise.
  test.each<Partial<Device>>([
    { serial: 'ANOTHER' },
    { serial: null },
    { wwn: 'naa.5000c500a1b2c3d4' },
    { model: 'ANOTHER' },
    { sectors: 999 },
    { sectors: 1001 },
  ])('%o: another', async (change) => {
    const target = await inspectTarget(DISK);
    const device = { ...target.device, ...change };
    expect(await isSameDisk({ ...target, device })).toBe(false);
  });

  test('of another sector size is another', async () => {
    const target = await inspectTarget('sim:size=1000s,sector=4096');
    const device = { ...target.device, logicalBytes: 512 };
    expect(await isSameDisk({ ...target, device })).toBe(false);
  });

  test('cannot be one that cannot be opened', async () => {
    const target = await inspectTarget(DISK);
    expect(await isSameDisk({ ...target, address: 'size=nonsense' })).toBe(false);
  });
});

describe('a disk that nobody knows to have been there', () => {
  const NAMELESS: readonly ErrorCode[] = ['ABRT', 'IO', 'TIME'];

  function unproven(list: 'failed' | 'bad', codes: readonly ErrorCode[], read = false): boolean {
    const findings = new Findings();
    for (const [i, error] of codes.entries()) {
      const value = { error, errno: null };
      if (list === 'failed') findings.failed.set(i, i + 1, value);
      else findings.bad.set(i, i + 1, { ...value, exact: true, reads: 1 });
    }
    return isDiskUnproven({ control: { anyGoodReading: read } as WorkerControl, findings });
  }

  for (const list of ['failed', 'bad'] as const) {
    test.each(ERROR_CODES)(`%s alone, ${list}`, (code) => {
      expect(unproven(list, [code, code])).toBe(NAMELESS.includes(code));
    });

    test(`one failure with a name among others proves it, ${list}`, () => {
      expect(unproven(list, ['IO', 'TIME', 'UNC', 'ABRT'])).toBe(false);
    });

    test(`so does a reading that succeeded, ${list}`, () => {
      expect(unproven(list, NAMELESS)).toBe(true);
      expect(unproven(list, NAMELESS, true)).toBe(false);
    });
  }

  test('of which nothing at all is known is one', async () => {
    const target = await inspectTarget(DISK);
    expect(isDiskUnproven(newContext(target, planScan(target, {}), null))).toBe(true);
  });
});
