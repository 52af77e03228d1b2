// Draws disks, scans them, judges them; what fails is made smaller before it is told.

import { Chance } from './chance.ts';
import { commandLine, type DiskCase } from './disk-case.ts';
import { drawRun } from './draw-case.ts';
import { judgeCase } from './judge-case.ts';
import { scanCases } from './scan-cases.ts';
import { shrink } from './shrink.ts';

/** Runs at the same time: while one starts its threads, another scans. */
const AT_ONCE = 3;
const MOST_FAILURES = 5;

export interface Checked {
  readonly failures: readonly string[];
  readonly exact: number;
  /** Why disks were not judged exactly, and how many. */
  readonly why: Readonly<Record<string, number>>;
}

export async function checkDisks(seed: number, disks: number): Promise<Checked> {
  const failures: string[] = [];
  const why: Record<string, number> = {};
  let exact = 0;
  let drawn = 0;
  let part = 0;
  const checkRuns = async () => {
    while (drawn < disks && failures.length < MOST_FAILURES) {
      const cases = drawRun(new Chance(seed, part++), disks - drawn);
      drawn += cases.length;
      for (const { scanned, reason, complaints } of await checkRun(cases)) {
        if (reason === null) exact++;
        else why[reason] = (why[reason] ?? 0) + 1;
        if (complaints.length > 0) failures.push(await describe(scanned, complaints));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, checkRuns));
  return { failures, exact, why };
}

async function checkRun(cases: readonly DiskCase[]) {
  try {
    const scans = await scanCases(cases);
    return cases.map((scanned, i) => ({ scanned, ...judgeCase(scanned, scans[i]!) }));
  } catch (cause) {
    return cases.map((scanned) => ({ scanned, reason: null, complaints: [String(cause)] }));
  }
}

async function describe(scanned: DiskCase, complaints: readonly string[]): Promise<string> {
  const small = await shrink(scanned, async (candidate) => {
    const [checked] = await checkRun([candidate]);
    return checked!.complaints;
  });
  const lines = small === null ? complaints : small.complaints;
  const alone = small === null ? ['(not when it is scanned alone)'] : [];
  return [commandLine(small?.scanned ?? scanned), ...alone, ...lines.slice(0, 8)].join('\n  ');
}
