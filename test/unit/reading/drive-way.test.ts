// By which way a drive is asked, and what is told where that is not the best one.

import { describe, expect, test } from 'vitest';
import type { WorkerShared } from '../../../src/addon/worker-shared.ts';
import type { WayChoice } from '../../../src/reading/drive-site.ts';
import { DriveWay, narrowerOf } from '../../../src/reading/drive-way.ts';
import type { WorkerControl, WorkerTask } from '../../../src/reading/worker-control.ts';
import type { DriveAccess } from '../../../src/vocabulary/device.ts';
import { DRIVE } from './probed-drive.ts';

const SATA: DriveAccess = { ...DRIVE, firstLba: 2048, sectors: 1_000_000 };

const NVME: DriveAccess = {
  ...SATA,
  commands: 'nvme',
  generic: { path: '/dev/ng0n1', number: '243:0' },
  disk: { path: '/dev/nvme0n1', number: '259:0' },
  address: '',
  nsid: 1,
};

const ADA: DriveAccess = {
  through: 'cam',
  commands: 'ata',
  generic: null,
  disk: { path: '/dev/ada0', number: '' },
  address: 'ada0p2',
  unitSerial: 'S',
  nsid: 0,
  firstLba: 2048,
  sectors: 1_000_000,
  isCounted: false,
  mayPretend: true,
};

const ABLE: WayChoice = { mayReadAndWrite: async () => true, commandRingErrno: () => 0 };
const UNABLE: WayChoice = { mayReadAndWrite: async () => false, commandRingErrno: () => 22 };

async function chosen(drive: DriveAccess | undefined, machine: WayChoice, hangMs = 600_000) {
  const notes: string[] = [];
  const way = new DriveWay(drive, hangMs, (note) => notes.push(note), machine);
  return { way, notes, site: await way.site() };
}

describe('the way', () => {
  test('is the sg node where it may be written to', async () => {
    const { site, notes } = await chosen(SATA, ABLE);
    const { address, unitSerial, nsid, firstLba } = SATA;
    expect(site).toEqual({
      ...{ address, unitSerial, nsid, firstLba },
      way: 'sg',
      path: '/dev/sg3',
      number: '21:3',
      orders: ['READ DMA EXT', 'READ(16)', 'READ(10)'],
      mostSectors: 2 ** 32 - 1,
      timeoutMs: 600_000,
    });
    expect(notes).toEqual([]);
  });

  test('has no longer timeout than the kernel takes, whatever --hang is', async () => {
    // What is negative as an int is no timeout at all: msecs_to_jiffies, kernel/time/time.c.
    const { site } = await chosen(SATA, ABLE, 1e12);
    expect(site?.timeoutMs).toBe(2 ** 31 - 1);
  });

  test.each([
    [
      'an sg node that may not be',
      SATA,
      UNABLE,
      'sg_ioctl',
      '/dev/sda',
      /\/dev\/sg3 may not be written/,
    ],
    ['no sg node', { ...SATA, generic: null }, ABLE, 'sg_ioctl', '/dev/sda', /no sg node/],
    ['NVMe', NVME, ABLE, 'nvme_uring', '/dev/ng0n1', null],
    ['NVMe on an older kernel', NVME, UNABLE, 'nvme_ioctl', '/dev/ng0n1', /io_uring .*EINVAL/],
    [
      'no ng node',
      { ...NVME, generic: null },
      ABLE,
      'nvme_ioctl',
      '/dev/nvme0n1',
      /no generic node/,
    ],
  ] as const)('%s', async (_, drive, machine, way, path, note) => {
    const { site, notes } = await chosen(drive, machine);
    expect(site).toMatchObject({ way, path });
    expect(notes).toHaveLength(note === null ? 0 : 1);
    if (note !== null) expect(notes[0]).toMatch(note);
    if (note !== null) expect(notes[0]).toContain('holds the program');
  });

  test('is chosen once', async () => {
    const { way, notes } = await chosen(SATA, UNABLE);
    await way.site();
    expect(notes).toHaveLength(1);
  });

  test('there is none without a drive', async () => {
    const { way, site } = await chosen(undefined, ABLE);
    expect([site, way.narrowedBy]).toEqual([null, 'read']);
  });

  test('is no more once it was given up, and the report says why', async () => {
    const { way, notes } = await chosen(SATA, ABLE);
    way.giveUp('permission denied (EACCES)');
    expect(await way.site()).toBeNull();
    expect(notes).toEqual([expect.stringContaining('permission denied (EACCES)')]);
  });
});

describe('on FreeBSD the way', () => {
  test('is CAM for what speaks ATA or SCSI, by the disk’s own path', async () => {
    const { way, site, notes } = await chosen(ADA, ABLE);
    expect(site).toMatchObject({
      way: 'cam',
      path: '/dev/ada0',
      number: '',
      address: 'ada0p2',
      firstLba: 2048,
      timeoutMs: 600_000,
    });
    await sweep(way, 8);
    expect([way.narrowedBy, notes]).toEqual(['cam', []]);
  });

  test('is the namespace’s node for NVMe', async () => {
    const { way, site } = await chosen({ ...ADA, commands: 'nvme' }, UNABLE);
    expect(site).toMatchObject({ way: 'nvme_passthrough' });
    await sweep(way, 8);
    expect(way.narrowedBy).toBe('nvme');
  });

  test('is the kernel’s without the rights, and the report says which', async () => {
    const asked: string[] = [];
    const mayReadAndWrite = async (path: string) => asked.push(path) === 0;
    const { way, site, notes } = await chosen(ADA, { ...UNABLE, mayReadAndWrite });
    expect([site, way.narrowedBy, asked]).toEqual([null, 'read', ['/dev/xpt0']]);
    expect(notes).toEqual([expect.stringMatching(/not through the drive: \/dev\/xpt0 .* root/)]);
  });
});

/** A worker that reads so many sectors in a sweep. */
async function sweep(way: DriveWay, sectors: number, meanwhile = () => {}) {
  const worker = { sectors: 100 } as { sectors: number } & WorkerShared;
  const control = {
    sweep: async () => {
      Object.assign(worker, { sectors: worker.sectors + sectors });
      meanwhile();
      return { stop: 'done', run: 0, next: 1, abandoned: false };
    },
  } as unknown as WorkerControl;
  const task = { address: { kind: 'sim' } } as WorkerTask;
  const site = (await way.site())!;
  return way.sweep(control, worker, { task, site, hear: () => {}, progress: () => {} });
}

test('what narrowed is told once the drive has answered', async () => {
  const { way } = await chosen(SATA, ABLE);
  expect(way.narrowedBy).toBe('read');
  await sweep(way, 8);
  expect(way.narrowedBy).toBe('sgio');
  const nvme = await chosen(NVME, ABLE);
  await sweep(nvme.way, 8);
  expect(nvme.way.narrowedBy).toBe('nvme');
});

test('sectors that the kernel does not count are known while they are read, and after', async () => {
  const { way } = await chosen(SATA, ABLE);
  const seen: number[] = [];
  await sweep(way, 8, () => seen.push(way.uncountedSectors));
  await sweep(way, 5, () => seen.push(way.uncountedSectors));
  expect([...seen, way.uncountedSectors]).toEqual([8, 13, 13]);
  const { way: counted } = await chosen({ ...SATA, isCounted: true }, ABLE);
  await sweep(counted, 8);
  expect(counted.uncountedSectors).toBe(0);
});

test('a map may name what this version does not know', () => {
  expect(['sgio', 'nvme', 'cam', 'read', 'later', ''].map(narrowerOf)).toEqual([
    'sgio',
    'nvme',
    'cam',
    'read',
    'read',
    'read',
  ]);
});
