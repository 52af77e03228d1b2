// A disk that is dying: each read that fails costs what failing costs, and its server counts them.

import { bad, type Fault, slow } from '../test/rig/faults.ts';
import { type FaultyDisk, openFaultyDisk } from '../test/rig/faulty-disk.ts';
import { BADBLOCKS, DDRESCUE, missingPeers, type Peer } from './peers.ts';
import { ONE_READER, scan, wallSeconds } from './programs.ts';
import { ratios, takeTurns } from './rounds.ts';
import { spread } from './statistics.ts';
import type { Finding } from './targets.ts';

const SECTORS = 2 ** 30 / 512;
const MS_A_FAILURE = 60;
const SINGLES = 100;
/** Neighbours, across the edge of two blocks. */
const RUN_SECTORS = 40;
const RUN_FROM = 1000 * 256 - 10;
const SECTORS_A_BLOCK = 256;

/** Bad sectors of 512 bytes: the same in each run, no two of the single ones in one block. */
export function badSectors(): number[] {
  const singles = Array.from({ length: SINGLES }, (_, i) => {
    const block = 7 + i * Math.floor((SECTORS / SECTORS_A_BLOCK - 14) / SINGLES);
    return block * SECTORS_A_BLOCK + ((i * 97) % SECTORS_A_BLOCK);
  });
  const run = Array.from({ length: RUN_SECTORS }, (_, i) => RUN_FROM + i);
  return [...singles, ...run].sort((a, b) => a - b);
}

function faults(sectors: readonly number[]): Fault[] {
  return sectors.flatMap((lba) => [bad(lba), slow(lba, lba, MS_A_FAILURE)]);
}

/** How many different pieces of `size` sectors they are in. */
function pieces(sectors: readonly number[], size: number): number {
  return new Set(sectors.map((lba) => Math.floor(lba / size))).size;
}

interface Contest {
  readonly disk: FaultyDisk;
  /** Failing reads by contestant, a value a round. */
  readonly failed: Map<string, number[]>;
}

async function counted({ disk, failed }: Contest, name: string, run: () => Promise<number>) {
  await disk.resetStats();
  const seconds = await run();
  const { failed: count } = await disk.stats();
  failed.set(name, [...(failed.get(name) ?? []), count]);
  return seconds;
}

export async function dyingDisk({ rounds }: { rounds: number }): Promise<Finding[]> {
  return [...(await contest(rounds)), await with4KnSectors()];
}

async function contest(rounds: number): Promise<Finding[]> {
  const sectors = badSectors();
  const least = sectors.length + pieces(sectors, SECTORS_A_BLOCK);
  const disk = await openFaultyDisk({ sectors512: SECTORS, faults: faults(sectors) });
  const contest: Contest = { disk, failed: new Map() };
  const peers: { peer: Peer; args: string[] }[] = [
    { peer: DDRESCUE, args: ['-d', '-b', '512', '-c', '256', '--force', disk.path, '/dev/null'] },
    { peer: BADBLOCKS, args: ['-b', '512', '-c', '256', disk.path] },
  ];
  const contestant = (name: string, program: string, args: readonly string[]) => ({
    name,
    // 1: bad sectors were found.
    run: () => counted(contest, name, () => wallSeconds(program, args, [0, 1])),
  });
  // Beside it what the scan itself took, without starting and ending a program.
  const elapsed: number[] = [];
  const scanned = async () => {
    const { report, wallSeconds } = await scan([disk.path, ...ONE_READER], { statuses: [1] });
    elapsed.push(report.scans[0]!.elapsed_s);
    return wallSeconds;
  };
  const ours = { name: 'surfscan', run: () => counted(contest, 'surfscan', scanned) };
  const theirs = peers
    .filter(({ peer }) => missingPeers([peer]) === null)
    .map(({ peer, args }) => contestant(peer.name, peer.program, args));
  try {
    const rivals = theirs.filter(({ name }) => name === DDRESCUE.name);
    const seconds = await takeTurns([ours, ...rivals], rounds, 's');
    process.stdout.write(`  surfscan's elapsed_s: ${spread(elapsed)}\n`);
    // For comparison, once: it reads what fails four times over.
    await takeTurns(
      theirs.filter(({ name }) => name === BADBLOCKS.name),
      1,
      's',
    );
    for (const [name, counts] of contest.failed) {
      process.stdout.write(`  ${name}, failing reads (least: ${least}): ${spread(counts, 0)}\n`);
    }
    const values = contest.failed.get('surfscan')!.map((count) => count / least);
    return [{ target: 'dyingReads', values }, againstDdrescue(seconds)];
  } finally {
    await disk.close();
  }
}

function againstDdrescue(seconds: Map<string, number[]>): Finding {
  const theirs = seconds.get(DDRESCUE.name);
  if (theirs === undefined) return { target: 'dyingWall', missing: missingPeers([DDRESCUE])! };
  return { target: 'dyingWall', values: ratios(seconds.get('surfscan')!, theirs) };
}

/** The rig's disks have physical sectors as large as their logical ones. */
async function with4KnSectors(): Promise<Finding> {
  const sectors = badSectors();
  const disk = await openFaultyDisk({
    sectors512: SECTORS,
    logicalBytes: 4096,
    faults: faults(sectors),
  });
  try {
    await disk.resetStats();
    await scan([disk.path, ...ONE_READER], { statuses: [1] });
    const { failed } = await disk.stats();
    const least = pieces(sectors, 8) + pieces(sectors, SECTORS_A_BLOCK);
    process.stdout.write(`  4096-byte sectors, failing reads (least: ${least}): ${failed}\n`);
    return { target: 'dying4KnReads', values: [failed / least] };
  } finally {
    await disk.close();
  }
}
