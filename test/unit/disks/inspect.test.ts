import { describe, expect, it } from 'vitest';
import { inspectTarget } from '../../../src/disks/inspect.ts';
import { noAnswer } from '../../../src/disks/open-error.ts';
import { failure, fakeSystem, GEOMETRY, INSPECTION, rdev, SIM } from './fakes.ts';
import { addSataDisk, addStackedDisk, Machine } from './machine.ts';

const IMAGE = { ...INSPECTION, kind: 'file' as const };

describe('a real disk on Linux', () => {
  it('is what sysfs says, and its use is said loudly', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.mounts('8:2 / / rw - ext4 /dev/sda2 rw');
    const files = { '/dev/sda': { rdev: rdev(8, 0) } };
    const target = await inspectTarget('sda', {}, fakeSystem({ root: machine.root, files }));
    expect(target).toMatchObject({
      address: '/dev/sda',
      device: {
        path: '/dev/sda',
        kind: 'block',
        serial: 'WD-WCC4M0123456',
        bus: 'sata',
        sectors: 1000,
        inUse: ['/dev/sda2 is mounted at /'],
      },
      clockRate: 1,
      simSharedBytes: 0,
    });
    expect(target.warnings).toHaveLength(1);
    expect(target.warnings[0]).toContain(
      '/dev/sda is in use: /dev/sda2 is mounted at /. It is scanned',
    );
  });

  it('named by a link is what that leads to', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    const link = '/dev/disk/by-id/ata-A';
    const files = { [link]: { rdev: rdev(8, 0) }, '/dev/sda': { rdev: rdev(8, 0) } };
    const system = fakeSystem({ root: machine.root, files, links: { [link]: '/dev/sda' } });
    const target = await inspectTarget(link, {}, system);
    expect([target.address, target.device.path]).toEqual([link, '/dev/sda']);
  });

  it('a partition has its disk’s identity and its own uses', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    machine.mounts('8:2 / / rw - ext4 /dev/sda2 rw');
    const files = { '/dev/sda1': { rdev: rdev(8, 1) } };
    const target = await inspectTarget('/dev/sda1', {}, fakeSystem({ root: machine.root, files }));
    expect(target.device).toMatchObject({
      path: '/dev/sda1',
      serial: 'WD-WCC4M0123456',
      inUse: [],
    });
    expect(target.warnings).toEqual([]);
  });

  it('above other disks: the warning names what lies at the bottom', async () => {
    const machine = new Machine();
    addSataDisk(machine);
    addSataDisk(machine, 'sdb', 8, 16);
    addStackedDisk(machine, 'md0', '9:0', { 'md/level': 'raid1\n' });
    addStackedDisk(machine, 'dm-0', '253:0', { 'dm/name': 'vg-root\n', 'dm/uuid': 'LVM-1\n' });
    machine.stack('md0', 'sda2');
    machine.stack('md0', 'sdb2');
    machine.stack('dm-0', 'md0');
    const files = { '/dev/mapper/vg-root': { rdev: rdev(253, 0) } };
    const system = fakeSystem({ root: machine.root, files });
    const target = await inspectTarget('/dev/mapper/vg-root', {}, system);
    expect(target.warnings).toEqual([
      '/dev/mapper/vg-root is an LVM volume above other disks and hides their errors. ' +
        'Scan its members instead: /dev/sda2, /dev/sdb2.',
    ]);
  });

  it('a loop device tells its file; a pool that is not imported is noted', async () => {
    const machine = new Machine();
    addStackedDisk(machine, 'loop0', '7:0', { 'loop/backing_file': '/srv/a\x1b[1m.img\n' });
    machine.udev('7:0', { ID_FS_TYPE: 'zfs_member', ID_FS_LABEL: 'tank' });
    const files = { '/dev/loop0': { rdev: rdev(7, 0) } };
    const target = await inspectTarget('loop0', {}, fakeSystem({ root: machine.root, files }));
    expect(target.device).toMatchObject({ model: null, bus: 'loop' });
    expect(target.notes).toEqual([
      '/dev/loop0 is a loop device over /srv/a?[1m.img',
      '/dev/loop0 is a member of the ZFS pool tank, which is not imported here',
    ]);
  });

  it('is scanned where sysfs is hidden, and that is noted', async () => {
    const target = await inspectTarget('/dev/sda', {}, fakeSystem({ files: { '/dev/sda': {} } }));
    expect(target.device).toMatchObject({ model: null, bus: null, rotational: null });
    expect(target.notes[0]).toContain('sysfs does not know the disk');
  });

  it.each([
    [true, [expect.stringMatching(/^\/dev\/sda is held by .*EBUSY/)], /^$/],
    [false, [], /^$/],
    [null, null, /who uses the disk cannot be known here/],
  ])('whose claim says %s, and of which no table says more, is used by %s', async (held, uses, note) => {
    const inspect = async () => ({ ...INSPECTION, held });
    const files = { '/dev/sda': { rdev: rdev(8, 0) } };
    const machine = new Machine();
    addSataDisk(machine);
    const system = fakeSystem({ root: machine.root, files, inspect });
    const target = await inspectTarget('/dev/sda', {}, system);
    expect(target.device.inUse).toEqual(uses);
    expect(target.notes.join()).toMatch(note);
    expect(target.warnings).toHaveLength(held === true ? 1 : 0);
  });

  it('takes no --sector-size', async () => {
    const system = fakeSystem({ files: { '/dev/sda': {} } });
    const { notes } = await inspectTarget('/dev/sda', { sectorSize: 4096 }, system);
    expect(notes[0]).toBe('--sector-size is for images: this disk has sectors of 512 bytes');
  });
});

describe('an image', () => {
  it('has the sector size asked for, no identity, and notes what is left out', async () => {
    const asked: unknown[] = [];
    const system = fakeSystem({
      files: { 'a.img': { dev: 5n, ino: 77n } },
      inspect: async (...order) => {
        asked.push(order);
        return { ...IMAGE, cacheBypassed: false, geometry: { ...GEOMETRY, restBytes: 100 } };
      },
    });
    const target = await inspectTarget('a.img', { sectorSize: 4096 }, system);
    expect(asked).toEqual([['a.img', 4096]]);
    expect(target.device).toMatchObject({ kind: 'file', path: 'a.img', model: null, serial: null });
    expect(target.notes[0]).toBe(
      '100 bytes behind the last whole sector of the image are left out',
    );
    expect(target.notes[1]).toContain('through the system’s cache'.replace('’', "'"));
  });
});

describe('the simulated disk', () => {
  it.each([
    [{ speed: 0 }, { clockRate: Number.POSITIVE_INFINITY, rotational: true }],
    [
      { speed: 1, kind: 'ssd' as const },
      { clockRate: 1, rotational: false },
    ],
    [{ speed: 50 }, { clockRate: 50, rotational: true }],
    [
      { speed: 0, kind: 'null' as const },
      { clockRate: 1, rotational: null },
    ],
  ])('%j', async (sim, { clockRate, rotational }) => {
    const system = fakeSystem({ describeSim: () => ({ ...SIM, ...sim }) });
    const target = await inspectTarget('sim:size=1MB', {}, system);
    expect(target).toMatchObject({ address: 'size=1MB', clockRate, simSharedBytes: 64 });
    expect(target.device).toMatchObject({ path: 'sim:size=1MB', kind: 'sim', rotational });
  });

  it('keeps the words of a usage error', async () => {
    const describeSim = () => {
      throw Object.assign(new Error('expected size=BYTES, got "x"'), { code: 'ERR_USAGE' });
    };
    const error = await failure(inspectTarget('sim:size=x', {}, fakeSystem({ describeSim })));
    expect(error.code).toBe('ERR_USAGE');
    expect(error.message).toBe('sim:size=x: expected size=BYTES, got "x"');
  });
});

describe('a target that cannot be opened', () => {
  const refuse = (details: object) => () =>
    Promise.reject(Object.assign(new Error('cannot be opened'), details));

  it.each([
    [{ code: 'ERR_ACCESS', errnoNumber: 13, syscall: 'open' }, 'EACCES', /as root \(sudo\).*disk/],
    [{ code: 'ERR_ABSENT', errnoNumber: 2, syscall: 'stat' }, 'ENOENT', /no such device.*list/],
    [{ code: 'ERR_DIRECTORY', errnoNumber: 0, syscall: null }, null, /is a directory/],
    [{ code: 'ERR_EMPTY', errnoNumber: 0, syscall: null }, null, /is empty/],
    [{ code: 'ERR_NOT_A_DISK', message: 'got a FIFO' }, null, /neither.*: got a FIFO;/],
    [
      { code: 'ERR_GONE', errnoNumber: 6, syscall: 'open' },
      'ENXIO',
      /no medium \(ENXIO from open\)/,
    ],
    [{ code: 'ERR_OPEN', errnoNumber: 16, syscall: 'open' }, 'EBUSY', /held by another program/],
    [
      { code: 'ERR_OPEN', errnoNumber: 5, syscall: 'fstat' },
      'EIO',
      /opened: .* \(EIO\), from fstat$/,
    ],
    [
      { code: 'ERR_OPEN', errnoNumber: 9999, syscall: 'open' },
      'errno 9999',
      /opened: errno 9999, from/,
    ],
  ])('%j', async (details, errno, words) => {
    const system = fakeSystem({ inspect: refuse(details) });
    const error = await failure(inspectTarget('/dev/x', {}, system));
    expect(error).toMatchObject({
      name: 'SurfscanError',
      code: details.code,
      errno,
      path: '/dev/x',
    });
    expect(error.message).toMatch(words);
  });

  it('does not send root to sudo', async () => {
    const inspect = refuse({ code: 'ERR_ACCESS', errnoNumber: 1, syscall: 'open' });
    const error = await failure(inspectTarget('/dev/x', {}, fakeSystem({ inspect, userId: 0 })));
    expect(error.message).toMatch(/\(EPERM from open\) though you are root/);
  });

  it('is a defect where the addon says what no table has', async () => {
    const error = await failure(inspectTarget('/dev/x', {}, fakeSystem({ inspect: refuse({}) })));
    expect(error.code).toBe('ERR_DEFECT');
  });

  it('and one that does not answer is given up', async () => {
    const system = fakeSystem({ inspect: () => new Promise(() => {}) });
    const error = await failure(inspectTarget('/dev/x', { timeoutMs: 20 }, system));
    expect(error).toMatchObject({ code: 'ERR_NO_ANSWER', path: '/dev/x' });
    expect(error.message).toContain('did not answer within 0.02 s');
  });

  it('what is left of a limit is told in words that can be read', () => {
    expect(noAnswer('/dev/x', 9825.719452).message).toContain('within 9.8 s of');
    expect(noAnswer('/dev/x', 120_000).message).toContain('within 120 s of');
  });
});
