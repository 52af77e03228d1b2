// Which method a target is scanned by: what its drive answers decides.

import { describe, expect, test } from 'vitest';
import { inspectTarget } from '../../../src/index.ts';
import { chooseMethod } from '../../../src/reading/method-choice.ts';
import type { DriveCommand } from '../../../src/vocabulary/method.ts';
import {
  ADA,
  chosen,
  DA,
  failed,
  GOOD,
  HONEST,
  NDA,
  NVME,
  REFUSED,
  SAS,
  SATA,
  SECTORS,
  SSD,
  targetOf,
  UNKNOWN_SAT,
  UNSUPPORTED,
  USB,
} from './probed-drive.ts';

describe('--method verify', () => {
  test.each([
    ['SATA', SATA, 'READ VERIFY EXT', ['READ VERIFY EXT sg'], 1],
    ['SATA without a spindle', SSD, 'READ VERIFY EXT', ['READ VERIFY EXT sg'], 1],
    ['SAS', SAS, 'VERIFY(16)', ['VERIFY(16) sg'], 16],
    [
      'a SATA disk behind an unknown adapter',
      UNKNOWN_SAT,
      'READ VERIFY EXT',
      ['READ VERIFY EXT sg last behind pace'],
      1,
    ],
    ['USB', USB, 'VERIFY(10)', ['VERIFY(10) sg behind pace'], 16],
    ['NVMe', NVME, 'NVMe Verify', ['NVMe Verify nvme_uring'], 256],
  ] as const)('%s', async (_, which, command, asked, depth) => {
    const found = await chosen(which, 'verify');
    expect(found).toMatchObject({ by: `verify ${command}`, asked, depth });
    expect(found.notes).toEqual([
      expect.stringMatching(/neither the cable nor .*memory was tested/),
    ]);
  });

  test('a first sector that fails is the scan’s to find', async () => {
    const answers = () => ({ ...HONEST, first: failed('UNC') });
    expect(await chosen({ ...SATA, answers }, 'verify')).toMatchObject({
      by: 'verify READ VERIFY EXT',
    });
  });

  test('who may only read sends what the system lets through, and is told what that misses', async () => {
    const answers = (command: DriveCommand) =>
      command === 'READ VERIFY EXT' ? { ...HONEST, first: REFUSED } : HONEST;
    const { by, site, notes, depth } = await chosen(
      { ...SATA, mayWrite: false, answers },
      'verify',
    );
    expect([by, site?.way, depth]).toEqual(['verify VERIFY(16)', 'sg_ioctl', 1]);
    expect(notes.join('\n')).toMatch(/READ VERIFY EXT may not be sent \(EPERM\).*\/dev\/sg3/);
    expect(notes.join('\n')).toContain('holds the program');
  });

  test('a count that is not passed on: the adapter’s own command', async () => {
    for (const last of [failed('IDNF'), failed('ABRT'), failed('IO'), null]) {
      const answers = (command: DriveCommand) =>
        command === 'READ VERIFY EXT' ? { ...HONEST, last } : HONEST;
      const { by, asked } = await chosen({ ...UNKNOWN_SAT, answers }, 'verify');
      expect(by).toBe('verify VERIFY(16)');
      expect(asked).toEqual(['READ VERIFY EXT sg last behind pace', 'VERIFY(16) sg behind pace']);
    }
  });

  test('nor is it sent to a part of such a disk, whose end it cannot be seen at', async () => {
    const drive = { ...UNKNOWN_SAT.drive, firstLba: 2048, sectors: 2 * SECTORS };
    const { by, asked } = await chosen({ ...UNKNOWN_SAT, drive }, 'verify');
    expect([by, asked]).toEqual(['verify VERIFY(16)', ['VERIFY(16) sg behind pace']]);
  });

  test.each([131_072, 8_000_000, null])('a pace of %j ns is that of who reads', async (paceNs) => {
    const answers = () => ({ ...HONEST, paceNs });
    for (const which of [USB, UNKNOWN_SAT]) {
      expect((await chosen({ ...which, answers }, 'verify')).by).toMatch(/^verify/);
    }
  });

  test('what neither turns nor hangs on USB may be as fast as it will, and is not asked', async () => {
    const device = { ...UNKNOWN_SAT.device, rotational: false };
    const nvme = { ...NVME, drive: { ...NVME.drive, mayPretend: true } };
    for (const which of [{ ...UNKNOWN_SAT, device }, nvme]) {
      const { asked } = await chosen(which, 'verify');
      expect(asked.join()).not.toMatch(/pace/);
    }
  });

  test('a bridge of more than 2^32 sectors gets long commands', async () => {
    const device = { ...USB.device, sectors: 2 ** 32 + 1 };
    expect(await chosen({ ...USB, device }, 'verify')).toMatchObject({ by: 'verify VERIFY(16)' });
  });

  test('what an NVMe controller verifies at once is kept to', async () => {
    const answers = () => ({ ...HONEST, verifySizeLimit: 3 });
    const { site } = await chosen({ ...NVME, answers }, 'verify');
    expect(site?.mostSectors).toBe((8 * 4096) / 512);
    // 0: it has no limit of its own.
    expect((await chosen(NVME, 'verify')).site?.mostSectors).toBe(2 ** 32 - 1);
  });
});

describe('--method auto', () => {
  const liar = () => ({ ...HONEST, behind: GOOD });

  test.each([
    ['SATA', SATA, 'verify READ VERIFY EXT', /^--method auto: verify, by READ VERIFY EXT$/],
    ['SATA without a spindle', SSD, 'read READ(16)', /read through the drive, by READ\(16\)/],
    ['SAS', SAS, 'verify VERIFY(16)', /verify, by VERIFY\(16\)/],
    ['NVMe', NVME, 'read NVMe Read', /read through the drive, by NVMe Read/],
    ['USB', USB, 'read', /read by the system, as few bridges/],
    ['what lies', { ...UNKNOWN_SAT, answers: liar }, 'read', /read by the system, as .*does not/],
    [
      'a drive that takes one command at a time',
      { ...SSD, mayWrite: false },
      'read',
      /\/dev\/sda takes one command at a time/,
    ],
    [
      'NVMe without io_uring’s commands',
      { ...NVME, ringErrno: 22 },
      'read',
      /\/dev\/ng0n1 takes one command at a time/,
    ],
  ] as const)('%s', async (_, which, by, note) => {
    const found = await chosen(which, 'auto');
    expect(found.by).toBe(by);
    expect(found.passage === null).toBe(by === 'read'); // nobody has to choose again
    expect(found.notes[0]).toMatch(note);
  });

  test.each([
    ['SATA without a spindle', SSD, 'read READ(16)', /read through the drive/],
    ['NVMe', NVME, 'read NVMe Read', /read through the drive/],
    ['SATA', SATA, 'read', /read by the system, as its map is of a scan that read/],
    ['SAS', SAS, 'read', /read by the system, as its map/],
  ] as const)('of a map whose scan read, %s: reads', async (_, which, by, note) => {
    const found = await chosen(which, 'auto', 'read');
    expect([found.by, found.notes]).toEqual([by, [expect.stringMatching(note)]]);
  });

  test('USB is not even asked', async () => {
    expect((await chosen(USB, 'auto')).asked).toEqual([]);
  });

  test('a simulated disk is verified', async () => {
    const target = await chooseMethod(await inspectTarget('sim:size=1000s'), { choice: 'auto' });
    expect(target.passage).toEqual({ method: 'verify', site: null, mostDepth: 1 });
  });
});

describe('by CAM, one command after the other', () => {
  test.each([
    ['ada', ADA, 'READ VERIFY EXT', ['READ VERIFY EXT cam behind pace']],
    ['da', DA, 'VERIFY(16)', ['VERIFY(16) cam behind pace']],
    ['nda', NDA, 'NVMe Verify', ['NVMe Verify nvme_passthrough behind']],
  ] as const)('%s is verified by the whole disk’s node', async (name, which, command, asked) => {
    const found = await chosen(which, 'verify');
    expect(found).toMatchObject({ by: `verify ${command}`, asked, depth: 1 });
    expect(found.site!.path).toBe(`/dev/${name}0`);
  });

  test('a part of an ATA disk is: CAM passes the count on', async () => {
    const part = { ...ADA, drive: { ...ADA.drive, firstLba: 2048, sectors: 2 * SECTORS } };
    expect((await chosen(part, 'verify')).by).toBe('verify READ VERIFY EXT');
    const ide = { ...part, device: { ...ADA.device, bus: 'ide' } };
    expect((await chosen(ide, 'verify')).by).toBe('verify READ VERIFY EXT');
  });

  test('an ATA disk that does not take ATA’s command takes none', async () => {
    const answers = () => ({ ...HONEST, first: UNSUPPORTED });
    await expect(chosen({ ...ADA, answers }, 'verify')).rejects.toMatchObject({
      code: 'ERR_METHOD',
      message: expect.stringMatching(/does not take READ VERIFY EXT(?!.*VERIFY\()/),
    });
  });

  test('without root it says what is missing', async () => {
    for (const which of [ADA, DA]) {
      await expect(chosen({ ...which, mayWrite: false }, 'verify')).rejects.toMatchObject({
        code: 'ERR_METHOD',
        message: expect.stringMatching(/\/dev\/xpt0 .*root/),
      });
    }
    const answers = () => ({ ...HONEST, first: null, optionalCommands: null });
    await expect(chosen({ ...NDA, answers }, 'verify')).rejects.toMatchObject({
      message: expect.stringMatching(/may not be asked what it can: that takes root/),
    });
  });

  test('what lies is refused', async () => {
    const answers = () => ({ ...HONEST, behind: GOOD });
    await expect(chosen({ ...DA, answers }, 'verify')).rejects.toThrow(/says that it verifies/);
  });

  test('auto verifies what spins, and leaves the rest to the system', async () => {
    expect((await chosen(ADA, 'auto')).by).toBe('verify READ VERIFY EXT');
    expect((await chosen(DA, 'auto')).by).toBe('verify VERIFY(16)');
    const ssd = { ...ADA, device: { ...ADA.device, rotational: false } };
    for (const which of [NDA, ssd]) {
      const { by, asked, notes } = await chosen(which, 'auto');
      expect([by, asked]).toEqual(['read', []]);
      expect(notes.join()).toMatch(/read by the system, as by CAM one command is out at a time/);
    }
  });
});

test('--method read asks no drive', async () => {
  const target = await targetOf(SATA);
  const chosen = await chooseMethod(target, { choice: 'read' });
  expect(chosen).toEqual({ ...target, passage: null });
});
