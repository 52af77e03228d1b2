// Makes a failing case smaller for as long as it still fails: fewer faults, fewer options.

import type { DiskCase, Options } from './disk-case.ts';

const MOST_TRIES = 150;

export interface Failing {
  readonly scanned: DiskCase;
  readonly complaints: readonly string[];
}

type Check = (scanned: DiskCase) => Promise<readonly string[]>;

/** null: it does not fail when it is scanned again, alone. */
export async function shrink(first: DiskCase, check: Check): Promise<Failing | null> {
  let tries = 0;
  const failing = async (scanned: DiskCase): Promise<Failing | null> => {
    tries++;
    const complaints = await check(scanned);
    return complaints.length === 0 ? null : { scanned, complaints };
  };
  let smallest = await failing(first);
  for (let found = smallest !== null; found; ) {
    found = false;
    for (const candidate of smaller(smallest!.scanned)) {
      if (tries >= MOST_TRIES) return smallest;
      const failed = await failing(candidate);
      if (failed === null) continue;
      smallest = failed;
      found = true;
      break;
    }
  }
  return smallest;
}

function* smaller({ disk, options }: DiskCase): Generator<DiskCase> {
  const { faults } = disk;
  const half = Math.ceil(faults.length / 2);
  if (faults.length > 3) {
    yield { disk: { ...disk, faults: faults.slice(0, half) }, options };
    yield { disk: { ...disk, faults: faults.slice(half) }, options };
  }
  for (let i = 0; i < faults.length; i++) {
    yield { disk: { ...disk, faults: faults.filter((_, at) => at !== i) }, options };
  }
  if (disk.gone !== null) yield { disk: { ...disk, gone: null }, options };
  const plainer: Partial<Options>[] = [
    { jobs: 1 },
    { retries: 0 },
    { maxBad: null },
    { refineLimitSeconds: null },
    { refine: true },
    { from: 0, to: disk.sectors - 1 },
  ];
  for (const change of plainer) {
    const changed = { ...options, ...change };
    const blocks = (changed.to - changed.from) / changed.block;
    if (JSON.stringify(changed) === JSON.stringify(options) || blocks > 50_000) continue;
    yield { disk, options: changed };
  }
  if (disk.kind !== 'ssd') yield { disk: { ...disk, kind: 'ssd' }, options };
}
