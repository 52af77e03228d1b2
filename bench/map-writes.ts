// What keeping the map costs while a dying disk is scanned that has very many findings: each time they
// are written whole.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BadValue } from '../src/vocabulary/defects.ts';
import { bundled } from '../test/bundled.ts';
import { sleep, until } from '../test/rig/system.ts';
import { cpuPercent, scan, scanCommand } from './programs.ts';
import { spread } from './statistics.ts';
import type { Finding } from './targets.ts';

const FINDINGS = 100_000;
const DISK = 'sim:size=1TB,kind=hdd,speed=1';
const SECTORS_A_BLOCK = 256;
const UNC = 247;
/** After the pass has begun: its first findings are written then, and are not what each minute costs. */
const SETTLING_MS = 5000;
/** To read the map of a scan that was killed, and to write it anew. */
const MOST_OPENING_MS = 120_000;
/** What a disk for maps is taken to write, as in src/engine/map-autosave.ts. */
const BYTES_A_SECOND = 100_000_000;

export async function mapWrites(options: { seconds: number; rounds: number }): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-bench-'));
  try {
    const [few, many] = [join(folder, 'few'), join(folder, 'many')];
    await dyingMap(few, 0);
    await dyingMap(many, FINDINGS);
    const core: number[] = [];
    const disk: number[] = [];
    for (let round = 0; round < options.rounds; round++) {
      const without = await measured(few, options.seconds);
      const with_ = await measured(many, options.seconds);
      core.push(with_.core - without.core);
      disk.push(with_.disk);
    }
    process.stdout.write(`  ${FINDINGS} findings, % of one core: ${spread(core, 2)}\n`);
    process.stdout.write(`  % of the map's disk at 100 MB/s: ${spread(disk, 2)}\n`);
    return [
      { target: 'mapCore', values: core },
      { target: 'mapDisk', values: disk },
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The map of a scan that was cut off, with so many bad sectors so far. */
async function dyingMap(path: string, findings: number): Promise<void> {
  const stop = ['--max-bad', '1', '--no-refine', '--map', path];
  await scan(['sim:size=1TB,kind=hdd,bad=0', ...stop], { statuses: [1] });
  const module: typeof import('../src/map-file/map-file.ts') = await import(
    await bundled('map-file/map-file.ts')
  );
  const { file, contents } = await module.MapFile.open(path);
  const { map, state } = contents;
  const value: BadValue = { error: 'UNC', errno: null, exact: true, reads: 1 };
  const bad = Array.from({ length: findings }, (_, i) => ({
    from: i * SECTORS_A_BLOCK + 1,
    to: i * SECTORS_A_BLOCK + 2,
    value,
  }));
  map.fill(UNC, 0, findings);
  const blocks = [{ first: 0, end: Math.max(findings, 1) }];
  await file.update({
    map,
    dirty: blocks,
    readable: blocks,
    state: { ...state, options: {} },
    findings: { failed: [], bad, weak: [], slow: [], disturbed: [] },
  });
  await file.close();
}

/** Shares of a core and of the map's disk, in %. */
async function measured(map: string, seconds: number): Promise<{ core: number; disk: number }> {
  const events = `${map}.events`;
  rmSync(events, { force: true });
  const args = [DISK, '--map', map, '--resume', '--no-refine', '--events', events];
  const child = spawn(process.execPath, scanCommand(args), { stdio: 'ignore' });
  try {
    await until('the pass', () => hasBegun(events), MOST_OPENING_MS);
    await sleep(SETTLING_MS);
    const [beganMs, before] = [performance.now(), writtenBytes(child.pid!)];
    const core = await cpuPercent(child.pid!, seconds);
    const bytes = writtenBytes(child.pid!) - before;
    const passed = (performance.now() - beganMs) / 1000;
    return { core, disk: (100 * bytes) / passed / BYTES_A_SECOND };
  } finally {
    child.kill('SIGKILL');
  }
}

function hasBegun(events: string): boolean {
  return existsSync(events) && readFileSync(events, 'utf8').includes('"phase":"pass"');
}

/** proc(5): wchar of /proc/PID/io. */
function writtenBytes(pid: number): number {
  const io = readFileSync(`/proc/${pid}/io`, 'utf8');
  return Number(/^wchar: (\d+)$/m.exec(io)![1]);
}
