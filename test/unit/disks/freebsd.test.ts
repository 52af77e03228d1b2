import { describe, expect, it } from 'vitest';
import { listFreebsd } from '../../../src/disks/freebsd/list.ts';
import { assertDistinct } from '../../../src/disks/inspect.ts';
import { type Fake, failure, INSPECTION } from './fakes.ts';
import { inspected, workstation } from './workstation.ts';

async function listed(path: string, more: Fake = {}) {
  const disks = await listFreebsd(workstation(more));
  return disks.find(({ device }) => device.path === path)!;
}

describe('the list on FreeBSD', () => {
  it('has the disks in order, without drives that hold no medium', async () => {
    const disks = await listFreebsd(workstation());
    expect(disks.map(({ device }) => [device.path, device.bus, device.rotational])).toEqual([
      ['/dev/ada0', 'sata', true],
      ['/dev/ada1', 'sata', true],
      ['/dev/ada2', 'sata', true],
      ['/dev/ada10', 'sata', true],
      ['/dev/da0', null, null],
      ['/dev/md0', 'memory', null],
      ['/dev/nda0', 'nvme', false],
    ]);
  });

  it('tells a disk, its partitions, and what the labels on them are used for', async () => {
    expect(await listed('/dev/ada0')).toEqual({
      device: {
        path: '/dev/ada0',
        kind: 'block',
        model: 'WDC WD20EFRX-68EUZN0',
        serial: 'WD-WCC4M0123456',
        firmware: null,
        wwn: '50014ee2b311add7',
        sectors: 3907029168,
        logicalBytes: 512,
        physicalBytes: 4096,
        rotational: true,
        bus: 'sata',
        inUse: ['/dev/ada0p2 is swap', '/dev/gpt/rootfs is mounted at /'],
        ids: ['/dev/diskid/DISK-WD-WCC4M0123456'],
        slot: null,
      },
      partitions: [
        partition('/dev/ada0p1', 1, 'efi', 'efiboot0', 40, 532519, []),
        partition('/dev/ada0p2', 2, 'freebsd-swap', 'swap0', 532520, 8921127, [
          '/dev/ada0p2 is swap',
        ]),
        partition('/dev/ada0p3', 3, 'freebsd-ufs', 'root ü', 8921128, 3907029127, [
          '/dev/gpt/rootfs is mounted at /',
        ]),
      ],
    });
  });

  it('counts the sectors of partitions within slices from the disk’s start', async () => {
    const { partitions } = await listed('/dev/da0');
    expect(
      partitions.map(({ path, scheme, firstLba, lastLba }) => [path, scheme, firstLba, lastLba]),
    ).toEqual([
      ['/dev/da0s1', 'mbr', 63, 31116287],
      ['/dev/da0s1a', 'bsd', 63, 20971582],
      ['/dev/da0s1b', 'bsd', 20971583, 31116287],
    ]);
    expect(partitions[0]?.inUse).toEqual(['/dev/da0s1a is mounted at /mnt/usb stick']);
  });

  it('takes a stripe of 128 KiB for no physical sector, and shows 4Kn', async () => {
    expect((await listed('/dev/nda0')).device.physicalBytes).toBe(512);
    expect((await listed('/dev/ada10')).device).toMatchObject({
      sectors: 1953506646,
      logicalBytes: 4096,
      physicalBytes: 4096,
      inUse: ['/dev/ada10 is open for writing in a program'],
    });
  });

  it('tells mirror, pool and encrypted swap', async () => {
    expect((await listed('/dev/ada2')).device.inUse).toEqual([
      '/dev/ada2 is part of the mirror /dev/mirror/gm0',
      '/dev/mirror/gm0p1 is mounted at /data',
    ]);
    expect((await listed('/dev/nda0')).device.inUse).toEqual([
      '/dev/nda0p1 belongs to an imported ZFS pool',
      '/dev/nda0p2 holds the encrypted volume /dev/nda0p2.eli',
      '/dev/nda0p2.eli is swap',
    ]);
  });

  it('asks daN alone for its bus, and does without where it may not', async () => {
    const asked: string[] = [];
    const inspect = async (path: string) => {
      asked.push(path);
      return { ...INSPECTION, attachment: 'umass-sim0' };
    };
    expect((await listed('/dev/da0', { inspect })).device.bus).toBe('usb');
    expect(asked).toEqual(['/dev/da0']);
    const denied = await listed('/dev/da0', { inspect: () => Promise.reject(new Error('EACCES')) });
    expect(denied.device.bus).toBeNull();
    expect(denied.error).toBeUndefined();
  });

  it('says that daN hangs, and knows the rest all the same', async () => {
    const disks = await listFreebsd(workstation({ inspect: () => new Promise(() => {}) }), 20);
    const silent = disks.filter(({ error }) => error !== undefined);
    expect(silent).toMatchObject([
      { device: { path: '/dev/da0', sectors: 31116288 }, error: { code: 'ERR_NO_ANSWER' } },
    ]);
  });

  it('lets nothing through that a disk wrote to steer the terminal', async () => {
    const disks = await listFreebsd(workstation());
    expect(disks[4]?.device.model).toBe('Evil <b>Stick?[31m');
    expect(JSON.stringify(disks)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  });

  it('asks by fixed paths, and says so when it gets no answer', async () => {
    const asked: unknown[] = [];
    const run = async (file: string, args: readonly string[]) => {
      asked.push([file, ...args]);
      throw new Error('timed out');
    };
    const error = await failure(listFreebsd(workstation({ run })));
    expect(error).toMatchObject({ code: 'ERR_OPEN' });
    expect(error.message).toContain('timed out');
    expect(asked).toEqual([
      ['/sbin/sysctl', '-n', 'kern.geom.confxml'],
      ['/sbin/mount', '-p'],
    ]);
  });
});

describe('a target on FreeBSD', () => {
  it('has the disk’s identity from GEOM, the bus from the addon, its own uses', async () => {
    const inspect = async () => ({ ...INSPECTION, attachment: 'ahcich3', rotationRate: 5400 });
    const target = await inspected('/dev/ada0p1', { inspect });
    expect(target.device).toMatchObject({
      path: '/dev/ada0p1',
      serial: 'WD-WCC4M0123456',
      bus: 'sata',
      rotational: true,
      inUse: [],
    });
  });

  it('is known by the addon alone where GEOM cannot be asked', async () => {
    const target = await inspected('/dev/da7', {
      run: () => Promise.reject(new Error('no sysctl')),
      inspect: async () => ({
        ...INSPECTION,
        model: 'ATA WD2000FYYX',
        serial: ' WCC1P0262018 ',
        attachment: 'mps0',
        lunId: '50014ee2b311add7',
        rotationRate: 1,
      }),
    });
    expect(target.device).toMatchObject({
      model: 'WD2000FYYX',
      serial: 'WCC1P0262018',
      wwn: '50014ee2b311add7',
      bus: 'sas',
      rotational: false,
    });
    expect(target.notes[0]).toContain('no sysctl');
  });

  it('in a mirror: the warning says what gmirror does, and whom to scan', async () => {
    for (const path of ['/dev/mirror/gm0', '/dev/mirror/gm0p1']) {
      const { warnings } = await inspected(path);
      expect(warnings[0]).toBe(
        `${path} is a mirror above other disks and hides their errors. gmirror drops a disk for ` +
          'one read error. Scan its members instead: /dev/ada1, /dev/ada2.',
      );
    }
    const blind = await inspected('/dev/mirror/gm0', { run: () => Promise.reject(new Error('x')) });
    expect(blind.warnings[0]).toContain('gmirror drops a disk');
  });

  it('encrypted or a ZFS volume: the warning says so', async () => {
    const { warnings } = await inspected('/dev/nda0p2.eli');
    expect(warnings[0]).toContain('an encrypted volume above other disks');
    expect(warnings[0]).toContain('/dev/nda0p2.');
    expect((await inspected('/dev/zvol/zroot/vm0')).warnings[0]).toContain('a ZFS volume');
    expect((await inspected('/dev/ada1p9', { links: {} })).warnings).toEqual([]);
  });

  it.each([
    ['/dev/ada0', '/dev/ada0p3', 'part of'],
    ['/dev/ada0', '/dev/gpt/rootfs', 'part of'],
    ['/dev/da0', '/dev/da0s1a', 'part of'],
    ['/dev/da0s1', '/dev/da0s1a', 'part of'],
    ['/dev/ada0p3', '/dev/gpt/rootfs', 'the same disk'],
    ['/dev/ada0', '/dev/diskid/DISK-WD-WCC4M0123456', 'the same disk'],
    ['/dev/nda0', '/dev/nvd0', 'the same disk'],
  ])('%s is not scanned beside %s', async (first, second, words) => {
    const links = { '/dev/nvd0': '/dev/nda0' };
    const targets = await Promise.all([first, second].map((path) => inspected(path, { links })));
    const error = await failure(assertDistinct(targets));
    expect(error.message).toContain(words);
  });

  it('two partitions of a disk may be scanned side by side', async () => {
    await assertDistinct([await inspected('/dev/ada0p1'), await inspected('/dev/ada0p2')]);
  });
});

function partition(
  path: string,
  index: number,
  type: string,
  label: string,
  firstLba: number,
  lastLba: number,
  inUse: string[],
) {
  return { path, scheme: 'gpt', index, type, label, firstLba, lastLba, filesystem: null, inUse };
}
