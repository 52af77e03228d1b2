// Whether the disk that is there now is the one that was scanned; and when nobody knows that it ever was.

import { describe, expect, test, vi } from 'vitest';
import { newContext } from '../../../src/engine/context.ts';
import { planScan } from '../../../src/engine/options.ts';
import { inspectTarget } from '../../../src/index.ts';
import { isDiskUnproven, isSameDisk, lookForDisk } from '../../../src/reading/disk-presence.ts';
import { Findings } from '../../../src/reading/findings.ts';
import type { WorkerControl } from '../../../src/reading/worker-control.ts';
import { ERROR_CODES, type ErrorCode, errorOfCode } from '../../../src/vocabulary/classes.ts';
import type { Device, InspectedTarget } from '../../../src/vocabulary/device.ts';

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

describe('where it is looked for the disk', () => {
  const SECTORS = 100_000;
  const OUT = new Error('asked');

  /** The runs that are read of a disk that answers nothing, or something from the `reads`th on. */
  async function asked(change: Partial<InspectedTarget>, alone: number[], reads = Infinity) {
    const target = await inspectTarget(`sim:size=${SECTORS}s,physical=4096`);
    const context = newContext({ ...target, ...change }, planScan(target, { jobs: 2 }), null);
    const { control } = context;
    for (const [i, lba] of alone.entries()) {
      vi.spyOn(control.workers[i]!, 'lastAloneLba', 'get').mockReturnValue(lba);
    }
    const runs: string[] = [];
    vi.spyOn(control, 'sweep').mockImplementation(async (worker, task, tell) => {
      if (worker !== control.probe || task.runs.length !== 1 || runs.length > 99) throw OUT;
      const { fromLba, toLba, first, end } = task.runs[0]!;
      expect([first, end, task.unitSectors]).toEqual([0, 1, toLba - fromLba]);
      expect((fromLba - task.phaseLba) % task.unitSectors).toBe(0);
      // It leaves no trace, and whatever comes is told.
      expect(task).toMatchObject({
        map: null,
        failedBlocks: null,
        failedLimit: 0,
        firstReading: false,
        recordFromMs: 0,
        timeoutMs: 30_000,
        hangMs: 600_000,
        rowLimit: 0,
        deviceBudgetMs: null,
      });
      runs.push(`${fromLba}-${toLba}`);
      const error = runs.length >= reads ? 0 : errorOfCode('IO').native;
      const said = { errno: 5, late: false, drive: 0, named: false };
      tell({ from: fromLba, to: toLba, latencyNs: 1, error, ...said });
      return { stop: 'done', run: 0, next: 1, abandoned: false };
    });
    return { presence: await lookForDisk(context, []), runs };
  }

  test('32 physical sectors all over, where nothing ever read', async () => {
    const { presence, runs } = await asked({}, []);
    expect([presence, runs.length, runs[0], runs[1], runs[31]]).toEqual([
      'gone',
      32,
      '1560-1568',
      '4680-4688',
      '98432-98440',
    ]);
  });

  test('as they lie on the disk, and not behind its end', async () => {
    const { runs } = await asked({ physicalFirstLba: 7 }, []);
    expect(runs[0]).toBe('1559-1567');
    expect((await asked({ physicalFirstLba: 7 }, [3, SECTORS - 1])).runs).toEqual([
      '0-7',
      '99999-100000',
    ]);
  });

  test('sectors that read alone, where no block did; one that reads is enough', async () => {
    expect(await asked({}, [17, 803])).toEqual({
      presence: 'gone',
      runs: ['16-24', '800-808'],
    });
    expect(await asked({}, [17, 803], 2)).toEqual({
      presence: 'doubtful',
      runs: ['16-24', '800-808'],
    });
    expect(await asked({}, [17, 803], 1)).toEqual({ presence: 'there', runs: ['16-24'] });
  });
});
