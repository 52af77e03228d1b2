// Whose lines a log's are, and what to type where nobody can tell.

import { describe, expect, test } from 'vitest';
import { Names } from '../../../src/check/names.ts';
import type { TargetNames } from '../../../src/check/target-names.ts';
import { accusationsAgainst, inspectTarget } from '../../../src/index.ts';
import { readLog } from '../kernel-log/read-log.ts';

const QUESTION = { logDevices: [], logOffsetLba: null };
const block = (device: string, lba: number) =>
  `I/O error, dev ${device}, sector ${lba} op 0x0:(READ)`;
const geom = (device: string, lba: number) =>
  `g_vfs_done():${device}[READ(offset=${lba * 512}, length=512)]error = 5`;

/** A target of 1,000,000 sectors that is called so. */
async function accusedBy(known: Partial<TargetNames>, lines: string[], question = {}) {
  const target = await inspectTarget('sim:size=1000000s');
  const names = Object.assign(Object.create(Names.prototype), {
    own: { names: [], providers: [], parent: null, ...known },
    partitions: [],
  }) as Names;
  const log = readLog(lines.join('\n'));
  return accusationsAgainst(target, log, { ...QUESTION, ...question }, async () => names);
}

const places = async (...args: Parameters<typeof accusedBy>) =>
  (await accusedBy(...args)).suspects.map(({ firstLba }) => firstLba);

describe('the lines that are the target’s', () => {
  test('those that name it, whatever else the log accuses', async () => {
    const lines = [block('sda', 1000), block('sdb', 5000), block('sdb', 9000)];
    const accused = await accusedBy({ names: ['sda'] }, lines);
    expect(accused.suspects).toMatchObject([{ firstLba: 1000 }]);
    expect(accused).toMatchObject({ others: ['sdb'], asTarget: [] });
  });

  test('those that name a part of it, from its start', async () => {
    const providers = [{ names: ['sda2', 'gpt/data'], fromLba: 2048, sectors: 10_000 }];
    for (const name of ['sda2', 'gpt/data']) {
      expect(await places({ names: ['sda'], providers }, [geom(name, 100)])).toEqual([2148]);
    }
  });

  test('those of the disk that it is a partition of, where they lie on it', async () => {
    const known = { names: ['sda2'], parent: { names: ['sda'], fromLba: 2048 } };
    expect(await places(known, [block('sda', 3048)])).toEqual([1000]);
    // Beside it: nothing of it is accused.
    expect((await accusedBy(known, [block('sda', 100)])).suspects).toEqual([]);
  });

  test('a mirror’s, which begins where its component does', async () => {
    const providers = [{ names: ['mirror/gm0'], fromLba: 0, sectors: 999_999 }];
    expect(await places({ names: ['ad16'], providers }, [geom('mirror/gm0', 500)])).toEqual([500]);
  });

  test('of the only disk accused, by whatever name', async () => {
    const accused = await accusedBy({ names: ['sdb'] }, [block('sdq', 1000)]);
    expect(accused).toMatchObject({ suspects: [{ firstLba: 1000 }], asTarget: ['sdq'] });
  });
});

describe('nobody can tell', () => {
  test.each([
    [
      'between several disks',
      [block('sda', 1), block('sda', 9), block('sdb', 5)],
      /accuses sda, sdb, and none of them is called sim:.* --log-device sda$/,
    ],
    [
      'where a part begins',
      [geom('ad16s1a', 1)],
      /ad16s1a, and where on sim:.* begins, no partition table .* --log-offset$/,
    ],
    ['what lies behind the end', [block('sdq', 1_000_000)], /LBA 1000000 of sdq does not lie on/],
  ])('%s: a usage error that says what to type', async (_name, lines, message) => {
    await expect(accusedBy({ names: ['sdx'] }, lines)).rejects.toThrowError(message);
    await expect(accusedBy({ names: ['sdx'] }, lines)).rejects.toMatchObject({ code: 'ERR_USAGE' });
  });

  test('a volume that no one can place: what keeps it from being told is named', async () => {
    const known = { names: ['sda'], isVolume: false, untold: ['/dev/dm-0: install dmsetup'] };
    await expect(accusedBy(known, [geom('dm-0', 1)])).rejects.toThrowError(
      /accuses dm-0, and where on .* tells \(\/dev\/dm-0: install dmsetup\): .* --log-offset$/,
    );
  });

  test('what lies beside a volume that is the target accuses nothing of it', async () => {
    const providers = [{ names: ['sda'], fromLba: 0, sectors: 100, ownLba: 5000 }];
    const known = { names: ['dm-0'], isVolume: true, providers };
    expect(await places(known, [block('sda', 5010)])).toEqual([10]);
    expect(await places(known, [block('sda', 100)])).toEqual([]);
  });

  test('a name that is not in the log: those that are', async () => {
    const question = { logDevices: ['sdz'] };
    await expect(accusedBy({}, [block('sda', 1)], question)).rejects.toThrowError(
      /accuses sda, but not --log-device sdz/,
    );
  });

  test('names of a hostile log are cut and clean', async () => {
    const names = Array.from({ length: 100 }, (_v, i) => geom(`x${'y'.repeat(100)}/${i}`, 5));
    const failed = await accusedBy({}, names).catch((error: Error) => error.message);
    expect(failed).toMatch(/90 more, and none/);
    expect((failed as string).length).toBeLessThan(1500);
  });
});

test('some of it is placed, and the rest is told', async () => {
  const accused = await accusedBy({ names: ['ad16'] }, [
    'ad16: FAILURE - READ_DMA LBA=500',
    geom('ad16s1a', 1),
    'ad16: FAILURE - READ_DMA LBA=2000000',
  ]);
  expect(accused.suspects).toMatchObject([{ firstLba: 500 }]);
  expect(accused.unplaced.map(({ reason }) => reason)).toEqual(['unknown start', 'outside']);
});
