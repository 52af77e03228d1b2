// NVMe disks with random faults, over TCP: read and verified, the report has exactly those, in the drive's own
// words, and the controller was sent nothing else.

import { beforeAll, describe, expect, test } from 'vitest';
import type { ExtentShape } from '../e2e/report-shape.ts';
import { Chance } from '../property/chance.ts';
import { SEED } from '../property/seed.ts';
import { expectFound, toldByDrive } from './found.ts';
import type { Guest, GuestRun } from './guest.ts';
import {
  makeNvmeController,
  NVME_TCP_DRIVERS,
  type NvmeCommand,
  type NvmeController,
  type NvmeFault,
  type NvmeSpace,
} from './nvme-disk.ts';

const READ = 0x02;
const VERIFY = 0x0c;
/** Get Log Page, Identify, Set and Get Features, Asynchronous Event Request, Keep Alive: the driver's, and
 * Identify is ours, too. */
const ASKING = [0x02, 0x06, 0x09, 0x0a, 0x0c, 0x18];

/** Do Not Retry, and that the error log has more. */
const DNR = 0x4000;
const MORE = 0x2000;

/** NVM Express Base figures 89 … 97, and what each is to be called. */
const STATUSES = [
  [0x281, 'UNC'],
  [0x080, 'IDNF'],
  [0x007, 'ABRT'],
  [0x006, 'IO'],
  [0x282, 'IO'],
  [0x286, 'IO'],
  [0x7c0, 'IO'],
] as const;

const BLOCK_BYTES = 131_072;
/** Narrowing a block costs the guest a second or more: runs lie close together. */
const FAILING_BLOCKS = 2;

/** Runs of one to four sectors, each kind once, none touching another, the last at the disk's end; sparing the
 * first block, by which a drive is asked whether it takes commands. */
function drawSpace(chance: Chance, sectorBytes: 512 | 4096): NvmeSpace {
  const blockSectors = BLOCK_BYTES / sectorBytes;
  const sectors = 16 * blockSectors;
  const share = Math.floor((FAILING_BLOCKS * blockSectors) / (STATUSES.length - 1));
  const faults = STATUSES.map(([status], i): NvmeFault => {
    const count = chance.between(1, 4);
    const isLast = i === STATUSES.length - 1;
    const lba = blockSectors + i * share + chance.below(share - count);
    const flags = (chance.once(2) ? DNR : 0) | (chance.once(2) ? MORE : 0);
    return { lba: isLast ? sectors - count : lba, count, status: status | flags };
  });
  return { sectors, sectorBytes, faults };
}

function found({ faults }: NvmeSpace): ExtentShape[] {
  return faults.map(({ lba, count, status }, i) => {
    const [type, code] = [(status >> 8) & 7, status & 0xff];
    const words = `nvme ${type.toString(16)}/${code.toString(16).padStart(2, '0')}`;
    return toldByDrive(STATUSES[i]![1], words, lba, lba + count - 1);
  });
}

export function nvmeAnswers(guest: () => Guest): void {
  describe(`NVMe over TCP, SURFSCAN_SEED=${SEED}`, () => {
    const chance = new Chance(SEED);
    const spaces = [drawSpace(chance, 512), drawSpace(chance, 4096)];
    let controller: NvmeController;

    beforeAll(async () => {
      await guest().loadAll(NVME_TCP_DRIVERS);
      controller = await makeNvmeController(guest(), spaces, { verifies: true });
    });

    /** All of them in one run, and what the controller was sent. */
    const scanned = async (...args: string[]): Promise<[GuestRun, readonly NvmeCommand[]]> => {
      await controller.log();
      // smartctl's commands are not ours.
      const run = await guest().scan(...controller.paths, '--smart', 'off', ...args);
      expect(run.status, run.stderr).toBe(1);
      for (const [i, path] of controller.paths.entries()) {
        const scan = run.json.scans.find(({ device }) => device.path === path)!;
        expectFound(scan, spaces[i]!.sectors, found(spaces[i]!));
        expect(scan.device.logical_bytes).toBe(spaces[i]!.sectorBytes);
        expect(scan.disturbed).toEqual([]);
      }
      const { commands, admin } = await controller.log();
      expect(admin.filter((opcode) => !ASKING.includes(opcode))).toEqual([]);
      return [run, commands];
    };

    const eachBadSector = (
      commands: readonly NvmeCommand[],
      expectTouched: (touching: readonly NvmeCommand[], blockSectors: number) => void,
    ): void => {
      for (const [i, { faults, sectorBytes }] of spaces.entries()) {
        for (const { lba, count } of faults) {
          for (let bad = lba; bad < lba + count; bad++) {
            const touching = commands.filter(
              ({ nsid, lba: from, sectors }) =>
                nsid === i + 1 && from <= bad && bad < from + sectors,
            );
            expectTouched(touching, BLOCK_BYTES / sectorBytes);
          }
        }
      }
    };

    test('read: exactly the faults, by one attempt of ours a sector', async () => {
      const [run, commands] = await scanned();
      for (const { mode } of run.json.scans) {
        expect(mode).toMatchObject({ method: 'read', engine: 'io_uring', narrowed_by: 'nvme' });
      }
      expect(commands.filter(({ opcode }) => opcode !== READ)).toEqual([]);
      eachBadSector(commands, (touching, blockSectors) => {
        const alone = touching.filter(({ sectors }) => sectors === 1);
        expect(alone).toHaveLength(1);
        // The kernel's, and its repeats.
        const whole = touching.filter(({ sectors }) => sectors !== 1);
        expect(new Set(whole.map(({ lba }) => lba)).size).toBe(1);
        expect(whole.every(({ sectors }) => sectors === blockSectors)).toBe(true);
      });
    });

    test('verified: the same, each bad sector touched twice at most', async () => {
      const [run, commands] = await scanned('--method', 'verify');
      for (const { mode } of run.json.scans) {
        expect(mode).toMatchObject({
          method: 'verify',
          engine: 'nvme',
          command: 'NVMe Verify',
          node: expect.stringMatching(/^\/dev\/ng\d+n[12]$/),
          narrowed_by: 'nvme',
        });
      }
      // The kernel looks for a partition table now and then.
      const others = commands.filter(({ opcode }) => opcode !== VERIFY);
      expect(others.filter(({ opcode }) => opcode !== READ)).toEqual([]);
      eachBadSector(commands, (touching) => {
        expect(touching.filter(({ sectors }) => sectors === 1)).toHaveLength(1);
        // A block is verified in two halves, and the second is left out where the first failed.
        expect(touching.length).toBeLessThanOrEqual(2);
      });
      // The one question that a disk which nothing vouches for is asked outside: a sector that there is not.
      for (const [i, { sectors: end }] of spaces.entries()) {
        const behind = commands.filter(({ nsid, lba }) => nsid === i + 1 && lba >= end);
        expect(behind.map(({ lba, sectors }) => [lba, sectors])).toEqual([[end, 1]]);
      }
    });

    test('a controller that knows no Verify is refused, and sent none', async () => {
      const space: NvmeSpace = { sectors: 2048, sectorBytes: 512, faults: [] };
      const { paths, log } = await makeNvmeController(guest(), [space], { verifies: false });
      const run = await guest().scan(paths[0]!, '--method', 'verify');
      expect(run.status).toBe(3);
      expect(run.scan.error).toMatchObject({
        code: 'ERR_METHOD',
        message: expect.stringMatching(/offers no Verify/),
      });
      expect(run.scan).not.toHaveProperty('coverage');
      const { commands } = await log();
      expect(commands.filter(({ opcode }) => opcode !== READ)).toEqual([]);
    });
  });
}
