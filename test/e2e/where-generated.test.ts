// Every answer of locate against the truth of numbered records, while sectors fail, one and few at a time:
// data, directories, allocation records, superblocks, tables. None may be wrong; how many are unknown is
// printed. SURFSCAN_READINGS: how many answers in all; SURFSCAN_SEED repeats a run.

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { locate } from '../../src/layout/locate.ts';
import type { Location } from '../../src/layout/location.ts';
import { Chance } from '../property/chance.ts';
import { SEED } from '../property/seed.ts';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { bad, type Fault, weak } from '../rig/faults.ts';
import type { FaultyDisk } from '../rig/faulty-disk.ts';
import { run } from '../rig/system.ts';
import { openDisk } from './fixtures.ts';
import { recordsIn } from './records.ts';
import { FILES, GONE, KINDS, type Kind, lacks, makeKind } from './where-images.ts';

const READINGS = Number(process.env.SURFSCAN_READINGS ?? 700);
const SECTOR_BYTES = 512;
const HUNG_MS = 900_000;

interface Truth {
  /** LBA → the path that has it; null: it held a file that is deleted. */
  readonly files: ReadonlyMap<number, string | null>;
  /** Some that are written, and of no file: the file system's own, the tables', or what was. */
  readonly own: readonly number[];
  readonly sectors: number;
}

type Verdict = 'right' | 'unknown' | 'wrong';

const counts = new Map<string, Record<Verdict, number>>();
/** Why answers were unknown, by kind. */
const reasons = new Map<string, Map<string, number>>();

const FIRST_OWN = 16;
const OTHER_OWN = 48;
const KNOWN_STEP = 97;

function truthOf(image: string, chance: Chance): Truth {
  const files = new Map<number, string | null>();
  for (const [file, lbas] of recordsIn(image)) {
    const path = GONE.includes(file) ? null : FILES.get(file)!;
    for (const lba of lbas) files.set(lba, path);
  }
  const bytes = readFileSync(image);
  const zeros = Buffer.alloc(SECTOR_BYTES);
  const own: number[] = [];
  const sectors = bytes.length / SECTOR_BYTES;
  for (let lba = 0; lba < sectors; lba++) {
    if (files.has(lba)) continue;
    const sector = bytes.subarray(lba * SECTOR_BYTES, (lba + 1) * SECTOR_BYTES);
    if (!sector.equals(zeros)) own.push(lba);
  }
  const others = Array.from({ length: OTHER_OWN }, () => own[chance.below(own.length)]!);
  const some = [...new Set([...own.slice(0, FIRST_OWN), ...others, own.at(-1)!])];
  return { files, own: some.sort((a, b) => a - b), sectors };
}

/** LBA → what is said of it while all can be read. Blocks that were freed may be written, too. */
async function healthyUses(disk: FaultyDisk, truth: Truth): Promise<Healthy> {
  const { own, files, sectors } = truth;
  const target = { address: disk.path, kind: 'block', sectors } as const;
  // A finder that knows nothing is no finder: then all records can be told.
  const some = [...files.keys()].filter((_lba, index) => index % KNOWN_STEP === 0);
  const known = await locate(some, { ...target, logicalBytes: SECTOR_BYTES });
  const wrong = known.filter((where) => judge(truth, new Map(), where) !== 'right');
  expect(wrong).toEqual([]);
  const found = await locate(own, { ...target, logicalBytes: SECTOR_BYTES });
  for (const { lba, use, file } of found) {
    expect(use, `LBA ${lba} of the file system's own, as ${file}`).not.toBe('file');
  }
  return new Map(found.map(({ lba, use }) => [lba, use]));
}

type Healthy = ReadonlyMap<number, Location['use']>;

function judge(truth: Truth, healthy: Healthy, where: Location): Verdict {
  const { lba, use, file, fileBytes } = where;
  const path = truth.files.get(lba);
  if (use === 'unknown') return 'unknown';
  // What cannot be read makes less known, and nothing else.
  if (path === undefined) return use === healthy.get(lba) ? 'right' : 'wrong';
  if (path === null) return use === 'free' ? 'right' : 'wrong';
  if (use !== 'file') return 'wrong';
  if (file === null) return 'unknown';
  return file === path && fileBytes === null ? 'right' : 'wrong';
}

/** What fails in a round beside what is asked about: up to three of its own sectors, more often early
 * ones, where superblocks, tables and bitmaps are. */
function drawLost(chance: Chance, { own }: Truth): number[] {
  const lost = new Set<number>();
  for (let count = chance.below(4); count > 0; count--) {
    const index = chance.once(3) ? chance.small(own.length) - 1 : chance.below(own.length);
    lost.add(own[index]!);
    // A physical sector of 4 KiB is lost as a whole.
    const first = own[index]! - (own[index]! % 8);
    if (chance.once(3)) for (let lba = first; lba < first + 8; lba++) lost.add(lba);
  }
  return [...lost];
}

function drawAsked(chance: Chance, { files, own }: Truth, lost: readonly number[]): number[] {
  const written = [...files.keys()];
  const asked = new Set(lost.filter((lba) => own.includes(lba)).slice(0, 3));
  for (let count = 0; count < 5; count++) asked.add(written[chance.below(written.length)]!);
  const gone = written.filter((lba) => files.get(lba) === null);
  if (gone.length > 0) asked.add(gone[chance.below(gone.length)]!);
  asked.add(own[chance.below(own.length)]!);
  return [...asked].sort((a, b) => a - b);
}

async function round(kind: Kind, disk: FaultyDisk, truth: Truth, healthy: Healthy, chance: Chance) {
  const lost = drawLost(chance, truth);
  const asked = drawAsked(chance, truth, lost);
  const how = chance.of('bad', 'bad', 'weak', 'readable');
  const faults = new Map<number, Fault>(lost.map((lba) => [lba, bad(lba)]));
  for (const lba of how === 'readable' ? [] : asked) {
    if (!faults.has(lba)) faults.set(lba, how === 'bad' ? bad(lba) : weak(lba, lba, 2));
  }
  await disk.setFaults([...faults.values()].sort((a, b) => a.from - b.from));
  run('blockdev', ['--flushbufs', disk.path]);
  const target = { address: disk.path, kind: 'block', sectors: truth.sectors } as const;
  const found = await locate(asked, { ...target, logicalBytes: SECTOR_BYTES });
  const count = counts.get(kind.name)!;
  for (const where of found) {
    const verdict = judge(truth, healthy, where);
    count[verdict]++;
    if (verdict === 'unknown') {
      const reason = `${where.notes[0] ?? ''}`.replace(/\d+/g, 'N');
      const known = reasons.get(kind.name) ?? new Map<string, number>();
      reasons.set(kind.name, known.set(reason, (known.get(reason) ?? 0) + 1));
    }
    const { lba, use, file, notes } = where;
    const said = { lba, use, file, notes, truth: truth.files.get(lba), lost, how, seed: SEED };
    expect(verdict, `${kind.name}: ${JSON.stringify(said)}`).not.toBe('wrong');
  }
  return found.length;
}

/** "XFS: 120 answers, 0 wrong, 9.1 % unknown", and the most frequent reasons of these. */
function summary(name: string): string {
  const { right, unknown, wrong } = counts.get(name)!;
  const all = right + unknown + wrong;
  const share = ((100 * unknown) / all).toFixed(1);
  const why = [...(reasons.get(name) ?? [])].sort((a, b) => b[1] - a[1]).slice(0, 3);
  const words = why.map(([reason, number]) => `\n    ${number} ${reason}`).join('');
  return `${name}: ${all} answers, ${wrong} wrong, ${share} % unknown (seed ${SEED})${words}`;
}

describeUnless(canMakeDisks(), 'whose a sector is, against the truth', () => {
  for (const [index, kind] of KINDS.entries()) {
    describeUnless(lacks(kind), kind.name, () => {
      test('no answer is wrong', { timeout: HUNG_MS }, async () => {
        counts.set(kind.name, { right: 0, unknown: 0, wrong: 0 });
        const image = makeKind(kind);
        const chance = new Chance(SEED, index);
        const truth = truthOf(image, chance);
        expect(truth.files.size).toBeGreaterThan(1000);
        const disk = await openDisk({ sectors512: truth.sectors, contents: image });
        const healthy = await healthyUses(disk, truth);
        for (let done = 0; done < READINGS / KINDS.length; ) {
          done += await round(kind, disk, truth, healthy, chance);
        }
        process.stdout.write(`${summary(kind.name)}\n`);
      });
    });
  }
});
