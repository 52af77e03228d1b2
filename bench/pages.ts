// What the page of a scan and the sheet of a fleet weigh, and how long `report` takes for them.

import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT } from '../test/rig/server-binary.ts';
import { MAIN, scan, wallSeconds } from './programs.ts';
import { spread } from './statistics.ts';
import type { Finding } from './targets.ts';

const FAULTS = 'bad=93492434,bad=700000000-700003000,slow=240000000-240010239@620,weak=47000000@1';
const SHEET_DISKS = 1000;
/** Different disks; the rest are the same ones again, by another serial. */
const SHEET_KINDS = 20;

export async function pages({ rounds }: { rounds: number }): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-bench-'));
  try {
    const small = await measured(folder, `sim:kind=hdd,size=1TB,${FAULTS}`, rounds);
    const large = await measured(folder, `sim:kind=hdd,size=24TB,${FAULTS}`, rounds);
    return [
      { target: 'page1TB', values: small.kilobytes },
      { target: 'pageTime1TB', values: small.ms },
      { target: 'page24TB', values: large.kilobytes },
      { target: 'pageTime24TB', values: large.ms },
      { target: 'sheet', values: [await sheetKilobytes(folder)] },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measured(folder: string, target: string, rounds: number) {
  const map = join(folder, 'one.surfscan');
  const page = join(folder, 'page.html');
  await scan([target, '--map', map], { statuses: [1] });
  const ms: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ms.push(1000 * (await wallSeconds(process.execPath, [MAIN, 'report', map, '--html', page])));
  }
  rmSync(map);
  process.stdout.write(`  ${target}, ms: ${spread(ms, 0)}\n`);
  return { kilobytes: [statSync(page).size / 1000], ms };
}

/** Maps are read one at a time, so that a thousand of them need no room. */
async function sheetKilobytes(folder: string): Promise<number> {
  const library: typeof import('../src/index.ts') = await import(
    join(PROJECT, 'dist/library/index.js')
  );
  const cards: import('../src/index.ts').Card[] = [];
  for (let kind = 0; kind < SHEET_KINDS; kind++) {
    const map = join(folder, `${kind}.surfscan`);
    const bad = kind % 4 === 0 ? `,bad=${kind * 1_000_003}` : '';
    const target = `sim:kind=hdd,size=40GB,seed=${kind + 1},model=M${bad}`;
    await scan([target, '--map', map], { statuses: [0, 1] });
    const card = library.cardOf(await library.loadStoredScan(map));
    rmSync(map);
    for (let i = kind; i < SHEET_DISKS; i += SHEET_KINDS) {
      const { summary } = card;
      const device = { ...summary.device, serial: `ZC${String(i).padStart(6, '0')}` };
      cards.push({ ...card, summary: { ...summary, device } });
    }
  }
  return Buffer.byteLength(library.fleetSheet(cards, [], new Date())) / 1000;
}
