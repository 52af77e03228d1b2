// `surfscan bench` against fio, on a loop device over RAM: the same sizes, the same depths, in turn.
// One read in flight is answered by a thread that is woken for it: both are measured on processors that
// do not sleep, in many short rounds.

import { execFileSync } from 'node:child_process';
import type { BenchReport } from '../src/report/bench-json.ts';
import { keepAwake } from './awake.ts';
import { fioReadsPerSecond, ofDisk } from './fio.ts';
import { FIO, needPeers } from './peers.ts';
import { MAIN } from './programs.ts';
import { makeRamDisk } from './ram-disk.ts';
import { median, spread } from './statistics.ts';
import type { Finding } from './targets.ts';

const BYTES = 2 * 2 ** 30;

/** One way of reading, the same for both programs. */
interface Way {
  readonly name: string;
  readonly rw: 'read' | 'randread';
  readonly blockBytes: number;
  readonly depth: number;
}

/** Reads a second. */
type Figures = Map<string, number>;

export async function diskBenchVsFio(options: {
  seconds: number;
  rounds: number;
}): Promise<Finding[]> {
  needPeers(FIO);
  const disk = makeRamDisk(BYTES);
  const end = await keepAwake();
  try {
    const ratios = compare(disk.path, options);
    const [name, values] = [...ratios].sort((a, b) => median(a[1]) - median(b[1]))[0]!;
    return [{ target: 'diskBench', values, remark: name }];
  } finally {
    end();
    disk.remove();
  }
}

/** Ratios by way. */
function compare(
  path: string,
  { seconds, rounds }: { seconds: number; rounds: number },
): Map<string, number[]> {
  const ratios = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    const { ways, figures } = ours(path, seconds);
    for (const way of ways) {
      const fio = fioReads(path, way, seconds / (2 * ways.length));
      const ratio = figures.get(way.name)! / fio;
      ratios.set(way.name, [...(ratios.get(way.name) ?? []), ratio]);
    }
  }
  for (const [name, values] of ratios) {
    process.stdout.write(`  ${name}, reads a second, surfscan / fio: ${spread(values)}\n`);
  }
  return ratios;
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
  return fioReadsPerSecond([
    ...ofDisk(path),
    ...[`--rw=${rw}`, `--bs=${blockBytes}`, `--iodepth=${depth}`, '--norandommap'],
    ...['--time_based', `--runtime=${Math.ceil(seconds * 1000)}ms`, '--ramp_time=200ms'],
  ]);
}
