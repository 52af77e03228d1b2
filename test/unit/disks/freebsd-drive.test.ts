// Which drive a target lies on, as FreeBSD names both, and what is known of it besides.

import { describe, expect, it, test } from 'vitest';
import { listFreebsd } from '../../../src/disks/freebsd/list.ts';
import { identifyNotes } from '../../../src/disks/identify-words.ts';
import { type Fake, INSPECTION } from './fakes.ts';
import { inspected, workstation, XML } from './workstation.ts';

const driveOf = async (path: string, more: Fake = {}) => (await inspected(path, more)).drive;

describe('the drive of a target', () => {
  it('is asked through CAM, at the disk’s own path', async () => {
    expect(await driveOf('/dev/ada0')).toEqual({
      through: 'cam',
      commands: 'ata',
      generic: null,
      disk: { path: '/dev/ada0', number: '' },
      address: 'ada0',
      unitSerial: 'WD-WCC4M0123456',
      nsid: 0,
      firstLba: 0,
      sectors: expect.any(Number),
      isCounted: false,
      mayPretend: true,
    });
    expect(await driveOf('/dev/nda0')).toMatchObject({ commands: 'nvme', address: 'nda0' });
  });

  it.each([
    ['/dev/ada0p3', 'ada0p3', '/dev/ada0', 8921128],
    ['/dev/gpt/rootfs', 'ada0p3', '/dev/ada0', 8921128],
    ['/dev/diskid/DISK-WD-WCC4M0123456', 'ada0', '/dev/ada0', 0],
    ['/dev/da0s1b', 'da0s1b', '/dev/da0', 20971583],
    ['/dev/nvd0', 'nda0', '/dev/nda0', 0],
  ])('of %s is where %s lies', async (path, address, disk, firstLba) => {
    const drive = await driveOf(path, { links: { '/dev/nvd0': '/dev/nda0' } });
    expect(drive).toMatchObject({ address, firstLba, disk: { path: disk } });
  });

  it('behind USB may know short commands only', async () => {
    const inspect = async () => ({ ...INSPECTION, attachment: 'umass-sim0' });
    expect(await driveOf('/dev/da0', { inspect })).toMatchObject({ commands: 'bridge' });
    expect(await driveOf('/dev/da0')).toMatchObject({ commands: 'scsi' });
  });

  it.each([
    '/dev/mirror/gm0',
    '/dev/mirror/gm0p1',
    '/dev/md0',
    '/dev/nda0p2.eli',
    '/dev/zvol/zroot/vm0',
  ])('is none below %s', async (path) => {
    expect(await driveOf(path)).toBeUndefined();
  });

  it('is not known where GEOM cannot be asked', async () => {
    const run = () => Promise.reject(new Error('no sysctl'));
    expect(await driveOf('/dev/ada0', { run })).toBeUndefined();
  });
});

describe('firmware', () => {
  const driveFacts = (path: string) =>
    path === '/dev/ada0' ? { firmware: ' 82.00A82\x1b ', identify: null } : null;

  it('is CAM’s to tell, in the list and of a target', async () => {
    const disks = await listFreebsd(workstation({ driveFacts }));
    const told = disks.map(({ device }) => [device.path, device.firmware]);
    expect(told).toContainEqual(['/dev/ada0', '82.00A82?']);
    expect(told).toContainEqual(['/dev/ada1', null]);
    expect((await inspected('/dev/ada0p3', { driveFacts })).device.firmware).toBe('82.00A82?');
  });

  it('is asked of disks alone that CAM has', async () => {
    const asked: string[] = [];
    const noted = (path: string) => {
      asked.push(path);
      return null;
    };
    await listFreebsd(workstation({ driveFacts: noted }));
    expect(asked).not.toContain('/dev/md0');
    expect(asked).toContain('/dev/da0');
  });

  it('is left out where the addon fails', async () => {
    const failing = () => {
      throw new Error('no CAM');
    };
    expect((await inspected('/dev/ada0', { driveFacts: failing })).device.firmware).toBeNull();
  });
});

describe('words of IDENTIFY', () => {
  const words = (changes: Record<number, number>) =>
    Uint16Array.from({ length: 256 }, (_, i) => changes[i] ?? 0);
  const capacity = { 86: 0x0400, 100: 0x88b0, 101: 0xe8e0, 102: 0, 103: 0 };

  it.each([
    ['no password', {}, []],
    ['a password, unlocked', { 128: 0x23 }, [/has a password .*was unlocked/]],
    ['a password, locked', { 128: 0x27 }, [/was locked by a password/]],
    ['as many sectors as there are', capacity, []],
    [
      'others than there are',
      { ...capacity, 100: 0x88af },
      [/3907029167 sectors .*has 3907029168/],
    ],
    ['a changed protected area', { ...capacity, 100: 0, 85: 0x0400 }, [/host protected area/]],
    ['28-bit addresses', { 100: 5 }, []],
  ])('%s', (_, changes, expected) => {
    const notes = identifyNotes('/dev/ada0', words(changes), 3907029168);
    expect(notes).toEqual(expected.map((pattern) => expect.stringMatching(pattern)));
  });

  it('stand in the notes of a target', async () => {
    const identify = words({ 128: 0x07 });
    const { notes } = await inspected('/dev/ada0', {
      driveFacts: () => ({ firmware: '', identify }),
    });
    expect(notes).toEqual([expect.stringContaining('/dev/ada0 was locked')]);
    expect(identifyNotes('/dev/ada0', new Uint16Array(3), 1)).toEqual([]);
  });
});

describe('the kernel’s retries', () => {
  const told = (answer: string) => async (file: string, args: readonly string[]) => {
    if (file !== '/sbin/sysctl') return '';
    return args.includes('kern.geom.confxml') ? XML : answer;
  };

  test('and their cost are a note', async () => {
    const { notes } = await inspected('/dev/ada0p3', { run: told('4\n30\n') });
    expect(notes).toEqual([
      'the kernel sends a read that fails up to 5 times (kern.cam.ada.retry_count=4), and waits up to ' +
        '30 s each time (kern.cam.ada.default_timeout): what a failed block took is the time of all of them',
    ]);
  });

  test.each(['0\n30\n', '', 'sysctl: unknown oid\n', '4\n'])('%j is none', async (answer) => {
    expect((await inspected('/dev/ada0', { run: told(answer) })).notes).toEqual([]);
  });

  test('nothing is ever set', async () => {
    const asked: (readonly string[])[] = [];
    const run = async (file: string, args: readonly string[]) => {
      asked.push(args);
      return told('4\n60\n')(file, args);
    };
    expect((await inspected('/dev/da0', { run })).notes[0]).toContain(
      'otherwise than by its medium',
    );
    expect(asked.flat().filter((word) => word.includes('='))).toEqual([]);
  });
});
