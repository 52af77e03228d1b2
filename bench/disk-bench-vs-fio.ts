// `surfscan bench` against fio, on a loop device over RAM: the same sizes, the same depths, in turn.

import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchReport } from '../src/report/bench-json.ts';
import { attachLoop, run } from '../test/rig/system.ts';
import { MAIN } from './programs.ts';
import { spread } from './statistics.ts';

const BYTES = 2 * 2 ** 30;
const CHUNK_BYTES = 2 ** 26;

/** One way of reading, as both programs are told it. */
interface Way {
  readonly name: string;
  readonly rw: 'read' | 'randread';
  readonly blockBytes: number;
  readonly depth: number;
}

/** Reads a second. */
type Figures = Map<string, number>;

export async function diskBenchVsFio(options: { seconds: number; rounds: number }): Promise<void> {
  if (spawnSync('fio', ['--version']).error) throw new Error('fio is not there');
  const directory = mkdtempSync('/dev/shm/surfscan-bench-');
  let loop: string | null = null;
  const remove = () => {
    if (loop !== null) run('losetup', ['-d', loop]);
    loop = null;
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', remove);
  try {
    const file = join(directory, 'disk');
    fill(file);
    loop = attachLoop(file, 512);
    compare(loop, options);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** A hole would be read from one page of zeros. */
function fill(file: string): void {
  const fd = openSync(file, 'w');
  const chunk = Buffer.alloc(CHUNK_BYTES, 'surfscan');
  for (let done = 0; done < BYTES; done += CHUNK_BYTES) writeSync(fd, chunk);
  ftruncateSync(fd, BYTES);
  closeSync(fd);
}

function compare(path: string, { seconds, rounds }: { seconds: number; rounds: number }): void {
  process.stdout.write(`loop over RAM, ${BYTES / 2 ** 30} GiB, reads a second\n`);
  const ratios = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    const { ways, figures } = ours(path, seconds);
    for (const way of ways) {
      const fio = fioReads(path, way, seconds / (2 * ways.length));
      const ratio = figures.get(way.name)! / fio;
      ratios.set(way.name, [...(ratios.get(way.name) ?? []), ratio]);
      const counts = [figures.get(way.name)!, fio].map((count) => count.toFixed(0));
      process.stdout.write(
        `  ${way.name}: surfscan ${counts[0]}, fio ${counts[1]}, ratio ${ratio.toFixed(3)}\n`,
      );
    }
  }
  for (const [name, values] of ratios) {
    process.stdout.write(`${name}, surfscan / fio: ${spread(values)}\n`);
  }
}

function ours(path: string, seconds: number): { ways: Way[]; figures: Figures } {
  const args = [MAIN, 'bench', path, '--seconds', String(seconds), '--json', '-', '--no-tui'];
  const output = execFileSync(process.execPath, args, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [bench] = (JSON.parse(output) as BenchReport).benches;
  if (bench === undefined || !('random' in bench)) throw new Error(`no figures: ${output}`);
  const { sequential, random } = bench;
  if (sequential === null) throw new Error('nothing was read in order');
  const { block_bytes, depth, mean_bytes_per_s } = sequential;
  const read = wayOf('read', block_bytes, depth);
  const figures: Figures = new Map([[read.name, mean_bytes_per_s / block_bytes]]);
  const ways = random.map((entry) => {
    const way = wayOf('randread', entry.block_bytes, entry.depth);
    figures.set(way.name, entry.iops);
    return way;
  });
  return { ways: [read, ...ways], figures };
}

function wayOf(rw: Way['rw'], blockBytes: number, depth: number): Way {
  return { name: `${rw} ${blockBytes} x ${depth}`, rw, blockBytes, depth };
}

function fioReads(path: string, { rw, blockBytes, depth }: Way, seconds: number): number {
  const output = execFileSync(
    'fio',
    [
      ...['--name=reads', `--filename=${path}`, '--readonly', '--direct=1', '--output-format=json'],
      ...['--ioengine=io_uring', `--rw=${rw}`, `--bs=${blockBytes}`, `--iodepth=${depth}`],
      ...[
        '--time_based',
        `--runtime=${Math.ceil(seconds * 1000)}ms`,
        '--ramp_time=200ms',
        '--norandommap',
      ],
    ],
    { encoding: 'utf8' },
  );
  const { jobs } = JSON.parse(output) as { jobs: { read: { iops: number } }[] };
  return jobs[0]!.read.iops;
}
