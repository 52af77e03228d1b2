// --method verify and auto: the drive reads and sends nothing; it finds the same sectors, is sent nothing but
// verifications, and is believed only where it has shown that it verifies.

import { beforeAll, describe, expect, test } from 'vitest';
import { type ExtentShape, sectorsOf as sectorsIn } from '../e2e/report-shape.ts';
import { MAIN, scanArgs } from '../e2e/run-cli.ts';
import {
  BLOCK,
  CORRECTED,
  FAULTS,
  foundByRegisters,
  foundBySense,
  isCorrected,
  isPassThrough,
  lbaOf,
  SECTORS,
  sectorsOf,
} from './drive-faults.ts';
import { expectFound, toldByDrive } from './found.ts';
import type { Guest, GuestRun } from './guest.ts';
import { MACHINE, type MachineDiskName } from './machine.ts';
import {
  makeSatDisk,
  SAT_DRIVERS,
  type SatCommand,
  type SatFault,
  type SatGeometry,
} from './sat-disk.ts';
import { withScsiDebug } from './scsi-debug.ts';

const VERIFY16 = 0x8f;
const READ_VERIFY_EXT = 0x42;
/** What the kernel asks a disk that is there, and INQUIRY, which is ours, too: none reads the medium. */
const IDENTITY = [0x00, 0x12, 0x1a, 0x25, 0x9e];
const KERNEL_READS = [0x28, 0x88];

const isVerification = (command: SatCommand) =>
  command.cdb[0] === VERIFY16 ||
  (isPassThrough(command) && command.cdb[14] === READ_VERIFY_EXT && command.cdb[1] === 0x07);

/** All that the disk was sent, but for the kernel's own. */
function verificationsOf(commands: readonly SatCommand[]): readonly SatCommand[] {
  const others = commands.filter(
    (command) => !IDENTITY.includes(command.cdb[0]!) && !isVerification(command),
  );
  // The kernel looks for a partition table now and then.
  expect(others.filter(({ cdb }) => !KERNEL_READS.includes(cdb[0]!))).toEqual([]);
  return commands.filter(isVerification);
}

/** Bad sectors, each alone, and one a block: nothing fails more often. */
function expectFewFailures(
  verifications: readonly SatCommand[],
  bad: readonly ExtentShape[],
): void {
  const inside = verifications.filter((command) => lbaOf(command) < SECTORS);
  const failing = inside.filter(({ failed }) => failed);
  const blocks = new Set(bad.map(({ from }) => Math.floor(from / BLOCK)));
  expect(failing.length).toBe(sectorsIn(bad) + blocks.size);
  for (const { from, to } of bad) {
    for (let lba = from; lba <= to; lba++) {
      const touching = inside.filter(
        (command) => lbaOf(command) <= lba && lba < lbaOf(command) + sectorsOf(command),
      );
      expect(touching.length, `LBA ${lba}`).toBe(2);
    }
  }
}

/** The one question that a disk behind an unknown adapter is asked outside: for a sector that there is not. */
function expectOneQuestionBehind(verifications: readonly SatCommand[]): void {
  const behind = verifications.filter((command) => lbaOf(command) >= SECTORS);
  expect(behind.map((command) => [lbaOf(command), sectorsOf(command), command.failed])).toEqual([
    [SECTORS, 1, true],
  ]);
}

/** A scan, and the lines of strace(1) for each call that opens a path. */
async function traced(guest: Guest, ...args: readonly (string | number)[]) {
  const command = [process.execPath, MAIN, ...scanArgs(...args)]
    .map((word) => `'${word}'`)
    .join(' ');
  const calls = '/run/jobs/calls';
  const strace = `strace -f -qq -e trace=?open,openat,?openat2 -o ${calls}`;
  const { stdout, stderr } = await guest.start(`${strace} ${command}; cat ${calls} >&2`);
  return { stdout, opens: stderr.split('\n').filter((line) => line.includes('open')) };
}

export function driveVerifies(guest: () => Guest): void {
  describe('verified by the drive', () => {
    beforeAll(() => guest().loadAll(SAT_DRIVERS));

    const scanned = async (
      faults: readonly SatFault[],
      geometry: Omit<SatGeometry, 'sectors'>,
      method: 'verify' | 'auto' = 'verify',
    ): Promise<{ run: GuestRun; verifications: readonly SatCommand[] }> => {
      const disk = await makeSatDisk(guest(), faults, { sectors: SECTORS, ...geometry });
      await disk.commands();
      // smartctl's commands are not ours.
      const run = await guest().scan(disk.path, '--method', method, '--smart', 'off');
      expect(run.status, run.stderr).toBe(faults.length > 0 ? 1 : 0);
      return { run, verifications: verificationsOf(await disk.commands()) };
    };

    test('a SATA disk: eight kinds of fault by their names, and each sector twice', async () => {
      const { run, verifications } = await scanned(FAULTS, { sense: 'descriptors', kind: 'ata' });
      const bad = FAULTS.map(foundByRegisters);
      expectFound(run.scan, SECTORS, bad);
      expect(run.scan.mode).toMatchObject({
        method: 'verify',
        engine: 'sgio',
        command: 'READ VERIFY EXT',
        node: expect.stringMatching(/^\/dev\/sg\d+$/),
        narrowed_by: 'sgio',
        jobs: 1,
        depth: 1,
      });
      expect(run.scan.disturbed).toEqual([]);
      expect(run.scan.notes.join('\n')).toContain('neither the cable nor');
      expect(verifications.every(isPassThrough)).toBe(true);
      expectFewFailures(verifications, bad);
      expectOneQuestionBehind(verifications);
    });

    test('a SCSI disk that names nothing, or another sector: VERIFY(16)', async () => {
      const lies = [undefined, 'none', 5, SECTORS - 1] as const;
      const faults = FAULTS.map((fault, i) => {
        const named = lies[i % lies.length];
        return named === undefined ? fault : { ...fault, named };
      });
      const { run, verifications } = await scanned(faults, {
        sense: 'fixed',
        kind: 'scsi',
        corrected: [CORRECTED],
      });
      const bad = faults.map(foundBySense);
      expectFound(run.scan, SECTORS, bad);
      const from = Math.floor(CORRECTED / BLOCK) * BLOCK;
      expect(run.scan.recovered).toEqual([{ from, to: from + BLOCK - 1, drive: '1/17/01' }]);
      expect(run.scan.mode).toMatchObject({ method: 'verify', command: 'VERIFY(16)' });
      expect(verifications.some(isPassThrough)).toBe(false);
      // What was corrected is a CHECK CONDITION, too, and none is sent again for it.
      const [corrected, ...more] = verifications.filter(isCorrected);
      expect([corrected!.failed, more]).toEqual([true, []]);
      const others = verifications.filter((command) => command !== corrected);
      expectFewFailures(others, bad);
      expectOneQuestionBehind(verifications);
    });

    test('a partition: its own LBAs, and nothing beside it is touched', async () => {
      const disk = await makeSatDisk(guest(), FAULTS, { sectors: SECTORS, sense: 'fixed' });
      const first = FAULTS[1]!.lba - 3;
      const sectors = FAULTS[4]!.lba + 2 - first; // it ends within a run
      await guest().run(`addpart ${disk.path} 1 ${first} ${sectors}`);
      await disk.commands();
      const run = await guest().scan(`${disk.path}1`, '--method', 'verify', '--smart', 'off');
      const verifications = verificationsOf(await disk.commands());
      const inside = FAULTS.slice(1, 5)
        .map(foundBySense)
        .map((extent) => ({
          ...extent,
          from: extent.from - first,
          to: Math.min(extent.to - first, sectors - 1),
        }));
      expectFound(run.scan, sectors, inside);
      expectOneQuestionBehind(verifications);
      const ours = verifications.filter((command) => lbaOf(command) < SECTORS);
      expect(Math.min(...ours.map(lbaOf))).toBe(first);
      const ends = ours.map((command) => lbaOf(command) + sectorsOf(command));
      expect(Math.max(...ends)).toBe(first + sectors);
    });

    test('auto verifies a disk that may', async () => {
      const { run, verifications } = await scanned([], { sense: 'fixed', kind: 'ata' }, 'auto');
      expect(run.scan.mode).toMatchObject({ method: 'verify', command: 'READ VERIFY EXT' });
      expect(run.scan.notes).toContain('--method auto: verify, by READ VERIFY EXT');
      const touched = verifications
        .filter((command) => lbaOf(command) < SECTORS)
        .reduce((sum, command) => sum + sectorsOf(command), 0);
      expect(touched).toBeGreaterThanOrEqual(SECTORS);
    });

    test('opens the disk for reading alone, and for both the node that takes its commands', async () => {
      const disk = await makeSatDisk(guest(), [], { sectors: SECTORS, sense: 'fixed' });
      const asked = [disk.path, '--method', 'verify', '--to', 4095] as const;
      const { stdout, opens } = await traced(guest(), ...asked);
      expect(JSON.parse(stdout).scans[0].mode.command).toBe('READ VERIFY EXT');
      const ofDisk = opens.filter((line) => line.includes(`"${disk.path}"`));
      expect(ofDisk.length).toBeGreaterThan(0);
      expect(ofDisk.filter((line) => !line.includes('O_RDONLY'))).toEqual([]);
      const others = opens.filter((line) => /O_RDWR|O_WRONLY/.test(line) && /"\/dev\//.test(line));
      expect(others.length).toBeGreaterThan(0);
      expect(others.filter((line) => !/"\/dev\/(sg\d+|null)"/.test(line))).toEqual([]);
    });

    const machineDisk = (name: MachineDiskName) => guest().diskAt(MACHINE[name].place);

    const expectRefused = async (path: string, why: RegExp): Promise<void> => {
      const run = await guest().scan(path, '--method', 'verify');
      expect(run.status).toBe(3);
      const [scan] = run.json.scans;
      expect(scan?.error).toMatchObject({
        code: 'ERR_METHOD',
        message: expect.stringMatching(why),
      });
      expect(scan).not.toHaveProperty('coverage');
      expect(run.stderr).toMatch(why);
    };

    test.each([
      ['ahci', /READ VERIFY EXT for LBA 131072, .* all is well/],
      ['scsiUnreadable', /VERIFY\(16\) for LBA 131072, .* all is well/],
      ['usb', /VERIFY\(10\) for LBA 131072, .* all is well/],
      ['virtio512e', /no drive \(virtio\)/],
    ] as const)('%s is refused: it lies, or cannot', async (name, why) => {
      await expectRefused(await machineDisk(name), why);
    });

    test('scsi_debug, which verifies nothing, is refused', async () => {
      await withScsiDebug(guest(), ['dev_size_mb=8'], (path) => expectRefused(path, /all is well/));
    });

    test('auto reads NVMe through the drive, in its own words', async () => {
      const run = await guest().scan(await machineDisk('nvme'), '--method', 'auto');
      const { sectors512, defects } = MACHINE.nvme;
      const bad = defects.map(({ from, to }) => toldByDrive('UNC', 'nvme 2/81', from, to));
      expectFound(run.scan, sectors512, bad);
      expect(run.scan.mode).toMatchObject({
        method: 'read',
        engine: 'nvme',
        command: 'NVMe Read',
        node: expect.stringMatching(/^\/dev\/ng\d+n1$/),
      });
      expect(run.scan.mode.depth).toBeGreaterThan(1);
      expect(run.scan.disturbed).toEqual([]);
    });

    test('auto leaves to the kernel what lies', async () => {
      const run = await guest().scan(await machineDisk('ahci'), '--method', 'auto', '--to', 4095);
      expect(run.status, run.stderr).toBe(0);
      expect(run.scan.mode).toMatchObject({ method: 'read', engine: 'io_uring', command: null });
      expect(run.scan.notes.join('\n')).toMatch(
        /--method auto: read by the system, as .* does not/,
      );
    });
  });
}
