// Failed blocks are narrowed through the drive: its own words for what fails, one attempt a sector, and
// nothing sent to it but reads.

import { beforeAll, describe, expect, test } from 'vitest';
import type { ExtentShape } from '../e2e/report-shape.ts';
import { expectFound } from './found.ts';
import type { Guest, GuestRun } from './guest.ts';
import {
  makeSatDisk,
  SAT_DRIVERS,
  type SatCommand,
  type SatDisk,
  type SatFault,
} from './sat-disk.ts';

const SECTORS = 16_384;
const BLOCK = 256;

/** What each kind is to be called, the registers' words, and whether a sector that they name is believed. */
const KINDS = {
  unc: ['UNC', '51/40', true],
  idnf: ['IDNF', '51/10', true],
  abrt: ['ABRT', '51/04', false],
  amnf: ['AMNF', '51/01', true],
  t0nf: ['T0NF', '51/02', false],
  bbk: ['BBK', '51/80', true],
  icrc: ['BBK', '51/84', false],
  df: ['IO', '70/00', false],
} as const;

const KIND_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[];

/** A run of one to eight sectors of each kind, each in a block of its own. */
const FAULTS: readonly SatFault[] = KIND_NAMES.map((kind, i) => ({
  lba: (2 + 5 * i) * BLOCK + 17 * i,
  count: 1 + i,
  kind,
}));

function found({ lba, count, kind, named }: SatFault): ExtentShape {
  const [error, drive, isNamed] = KINDS[kind];
  const extent = {
    from: lba,
    to: lba + count - 1,
    error,
    errno: null,
    exact: true,
    reads: 1,
    drive,
  };
  return isNamed && named === undefined ? { ...extent, named: true } : extent;
}

/** TEST UNIT READY, INQUIRY, MODE SENSE (6), READ CAPACITY (10), READ (10), READ (16), READ CAPACITY (16). */
const READING = [0x00, 0x12, 0x1a, 0x25, 0x28, 0x88, 0x9e];
const PASS_THROUGH = 0x85;
const READ_DMA_EXT = 0x25;

const isOurs = ({ cdb }: SatCommand) => cdb[0] === PASS_THROUGH;
const lbaOf = ({ cdb }: SatCommand) =>
  cdb[8]! + cdb[10]! * 2 ** 8 + cdb[12]! * 2 ** 16 + cdb[7]! * 2 ** 24;

/** The kernel's reads, and of ours none but reads: nothing that writes, verifies or sets. */
function expectReadsAlone(commands: readonly SatCommand[]): void {
  const others = commands.filter(
    ({ cdb }) =>
      !READING.includes(cdb[0]!) &&
      !(cdb[0] === PASS_THROUGH && cdb[14] === READ_DMA_EXT && cdb[1] === 0x0d),
  );
  expect(others).toEqual([]);
}

/** Of the drive's sectors. */
function expectOneAttempt(commands: readonly SatCommand[], bad: readonly ExtentShape[]): void {
  const failing = commands.filter((command) => isOurs(command) && command.failed);
  const lbas = bad.flatMap(({ from, to }) =>
    Array.from({ length: to - from + 1 }, (_, i) => from + i),
  );
  expect(failing.map(lbaOf).sort((a, b) => a - b)).toEqual(lbas);
}

export function driveAnswers(guest: () => Guest): void {
  describe('narrowed through the drive', () => {
    beforeAll(() => guest().loadAll(SAT_DRIVERS));

    const scanned = async (
      faults: readonly SatFault[],
      sense: 'fixed' | 'descriptors',
    ): Promise<{ disk: SatDisk; run: GuestRun; commands: SatCommand[] }> => {
      const disk = await makeSatDisk(guest(), faults, { sectors: SECTORS, sense });
      await disk.commands();
      // smartctl's commands are not ours.
      const run = await guest().scan(disk.path, '--smart', 'off');
      return { disk, run, commands: await disk.commands() };
    };

    test('a SATA disk: eight kinds of fault by their names, one attempt a sector', async () => {
      const { run, commands } = await scanned(FAULTS, 'descriptors');
      const bad = FAULTS.map(found);
      expectFound(run.scan, SECTORS, bad);
      expect(run.scan.mode).toMatchObject({ method: 'read', narrowed_by: 'sgio' });
      expect(run.scan.notes.filter((note) => note.includes('the drive'))).toEqual([]);
      expectReadsAlone(commands);
      expectOneAttempt(commands, bad);
    });

    test('a disk that names nothing, or another sector: the same', async () => {
      const lies = [undefined, 'none', 5, SECTORS - 1] as const;
      const faults = FAULTS.map((fault, i) => {
        const named = lies[i % lies.length];
        return named === undefined ? fault : { ...fault, named };
      });
      const { run, commands } = await scanned(faults, 'fixed');
      const bad = faults.map(found);
      expectFound(run.scan, SECTORS, bad);
      expectReadsAlone(commands);
      expectOneAttempt(commands, bad);
    });

    test('a partition: its own LBAs, and nothing beside it is read', async () => {
      const disk = await makeSatDisk(guest(), FAULTS, { sectors: SECTORS, sense: 'descriptors' });
      const first = FAULTS[1]!.lba - 3;
      const sectors = FAULTS[4]!.lba + 2 - first; // it ends within a run
      await guest().run(`addpart ${disk.path} 1 ${first} ${sectors}`);
      await disk.commands();
      const run = await guest().scan(`${disk.path}1`, '--smart', 'off');
      const commands = await disk.commands();
      const inside = FAULTS.slice(1, 5)
        .map(found)
        .map(({ from, to, ...rest }) => ({
          ...rest,
          from: from - first,
          to: Math.min(to - first, sectors - 1),
        }));
      expectFound(run.scan, sectors, inside);
      expect(run.scan.mode.narrowed_by).toBe('sgio');
      expectReadsAlone(commands);
      const ours = commands.filter(isOurs).map(lbaOf);
      expect(ours.length).toBeGreaterThan(BLOCK);
      expect(Math.min(...ours)).toBeGreaterThanOrEqual(first);
      expect(Math.max(...ours)).toBeLessThan(first + sectors);
    });
  });
}
