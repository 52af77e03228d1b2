// Failed blocks are narrowed through the drive: its own words for what fails, one attempt a sector, and
// nothing sent to it but reads.

import { beforeAll, describe, expect, test } from 'vitest';
import { checkRun } from '../e2e/check-cli.ts';
import type { ExtentShape } from '../e2e/report-shape.ts';
import { BLOCK, FAULTS, foundByRegisters, isPassThrough, lbaOf, SECTORS } from './drive-faults.ts';
import { expectFound } from './found.ts';
import type { Guest, GuestRun } from './guest.ts';
import {
  makeSatDisk,
  SAT_DRIVERS,
  type SatCommand,
  type SatDisk,
  type SatFault,
} from './sat-disk.ts';

/** TEST UNIT READY, INQUIRY, MODE SENSE (6), READ CAPACITY (10), READ (10), READ (16), READ CAPACITY (16). */
const READING = [0x00, 0x12, 0x1a, 0x25, 0x28, 0x88, 0x9e];
const READ_DMA_EXT = 0x25;
const READ_NATIVE_MAX_EXT = 0x27;
const HIDDEN = 1000;

/** What it is asked once, before it is read: a disk that may hide sectors. */
const isNativeMax = ({ cdb }: SatCommand) =>
  cdb[0] === 0x85 && cdb[14] === READ_NATIVE_MAX_EXT && cdb[1] === 0x07;

/** The kernel's reads, and of ours none but reads: nothing that writes, verifies or sets. */
function expectReadsAlone(commands: readonly SatCommand[]): void {
  const others = commands.filter(
    (command) =>
      !READING.includes(command.cdb[0]!) &&
      !(isPassThrough(command) && command.cdb[14] === READ_DMA_EXT && command.cdb[1] === 0x0d),
  );
  expect(others).toEqual([]);
}

/** So many at each of the drive's sectors. */
function expectAttempts(
  commands: readonly SatCommand[],
  bad: readonly ExtentShape[],
  attempts: number,
): void {
  const failing = commands.filter((command) => isPassThrough(command) && command.failed);
  const lbas = bad.flatMap(({ from, to }) =>
    Array.from({ length: (to - from + 1) * attempts }, (_, i) => from + Math.floor(i / attempts)),
  );
  expect(failing.map(lbaOf).sort((a, b) => a - b)).toEqual(lbas);
}

export function driveAnswers(guest: () => Guest): void {
  describe('narrowed through the drive', () => {
    beforeAll(() => guest().loadAll(SAT_DRIVERS));

    const scanned = async (
      faults: readonly SatFault[],
      sense: 'fixed' | 'descriptors',
      hidden = 0,
    ): Promise<{ disk: SatDisk; run: GuestRun; commands: SatCommand[] }> => {
      const geometry = { sectors: SECTORS, sense, hidden };
      const disk = await makeSatDisk(guest(), faults, geometry);
      await disk.commands();
      // smartctl's commands are not ours.
      const run = await guest().scan(disk.path, '--smart', 'off');
      return { disk, run, commands: await disk.commands() };
    };

    test('a SATA disk: eight kinds of fault by their names, one attempt a sector', async () => {
      const { run, commands: all } = await scanned(FAULTS, 'descriptors', HIDDEN);
      const commands = all.filter((command) => !isNativeMax(command));
      const bad = FAULTS.map(foundByRegisters);
      expectFound(run.scan, SECTORS, bad);
      expect(run.scan.mode).toMatchObject({ method: 'read', narrowed_by: 'sgio' });
      expect(run.scan.notes.filter((note) => note.includes('the drive'))).toEqual([]);
      expect(all.length - commands.length, 'asked once').toBe(1);
      expect(run.scan.notes.join('\n')).toMatch(/HPA\) of \/dev\/sd\w+ hides 1,000 sectors/);
      expectReadsAlone(commands);
      expectAttempts(commands, bad, 1);
    });

    test('a disk that names nothing, or another sector: the same', async () => {
      const lies = [undefined, 'none', 5, SECTORS - 1] as const;
      const faults = FAULTS.map((fault, i) => {
        const named = lies[i % lies.length];
        return named === undefined ? fault : { ...fault, named };
      });
      const { run, commands } = await scanned(faults, 'fixed');
      const bad = faults.map(foundByRegisters);
      expectFound(run.scan, SECTORS, bad);
      expectReadsAlone(commands);
      expectAttempts(commands, bad, 1);
    });

    test('the spot check has the same words, and sends nothing but reads', async () => {
      const disk = await makeSatDisk(guest(), FAULTS, { sectors: SECTORS, sense: 'descriptors' });
      await disk.commands();
      const accused = FAULTS.map(({ lba, count }) => `${lba}+${count}`);
      const run = checkRun(
        await guest().surfscan('check', disk.path, ...accused, '--json', '-', '--reads', 2),
      );
      const commands = await disk.commands();
      const bad = FAULTS.map(foundByRegisters);
      expect(run.check.bad).toEqual(bad.map((extent) => ({ ...extent, reads: 2 })));
      expect([run.status, run.check.verdict, run.check.weak]).toEqual([1, 'bad', []]);
      expect(run.check.explanation.filter((note) => note.includes('through the drive'))).toEqual(
        [],
      );
      expectReadsAlone(commands);
      // Each of its readings alone is one attempt.
      expectAttempts(commands, bad, 2);
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
        .map(foundByRegisters)
        .map(({ from, to, ...rest }) => ({
          ...rest,
          from: from - first,
          to: Math.min(to - first, sectors - 1),
        }));
      expectFound(run.scan, sectors, inside);
      expect(run.scan.mode.narrowed_by).toBe('sgio');
      expectReadsAlone(commands);
      const ours = commands.filter(isPassThrough).map(lbaOf);
      expect(ours.length).toBeGreaterThan(BLOCK);
      expect(Math.min(...ours)).toBeGreaterThanOrEqual(first);
      expect(Math.max(...ours)).toBeLessThan(first + sectors);
    });
  });
}
