// Measures all benchmarks or those named, and prints what came of it as a table.

import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { closedMaps } from './closed-maps.ts';
import { diskBenchVsFio } from './disk-bench-vs-fio.ts';
import { dyingDisk } from './dying-disk.ts';
import { kernelLog } from './kernel-log.ts';
import { largeDisk } from './large-disk.ts';
import { manyDisks } from './many-disks.ts';
import { mapWrites } from './map-writes.ts';
import { nullDisk } from './null.ts';
import { pages } from './pages.ts';
import { DISK_READERS, missingPeers } from './peers.ts';
import { MAIN, machine } from './programs.ts';
import { ramWall } from './ram-wall.ts';
import { markdown } from './report.ts';
import { smallBlocks } from './small-blocks.ts';
import { start } from './start.ts';
import { type Finding, notMeasured, type TargetName } from './targets.ts';
import { threeDisks } from './three-disks.ts';
import { tuiCost } from './tui-cost.ts';
import { zram } from './zram.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    speed: { type: 'string', default: '1' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const number = (text: string | undefined, fallback: number): number => Number(text ?? fallback);
const rounds = (fallback: number) => ({ rounds: number(values.rounds, fallback) });
const seconds = (fallback: number) => ({ seconds: number(values.seconds, fallback) });

interface Bench {
  readonly name: string;
  readonly targets: readonly TargetName[];
  run(): Promise<Finding[]>;
}

const BENCHES: readonly Bench[] = [
  { name: 'ram-wall', targets: ['ramWall'], run: () => ramWall(rounds(9)) },
  { name: 'zram', targets: ['zram'], run: () => zram({ ...seconds(15), ...rounds(5) }) },
  { name: 'null', targets: ['null'], run: () => nullDisk(rounds(7)) },
  { name: 'small-blocks', targets: ['smallBlocks'], run: () => smallBlocks(rounds(7)) },
  {
    name: 'dying-disk',
    targets: ['dyingReads', 'dyingWall', 'dying4KnReads'],
    run: () => dyingDisk(rounds(3)),
  },
  { name: 'large-disk', targets: ['peakMemory', 'largeRate'], run: () => largeDisk(rounds(9)) },
  { name: 'three-disks', targets: ['threeDisks'], run: () => threeDisks(rounds(5)) },
  {
    name: 'many-disks',
    targets: ['manyDisks'],
    run: () => manyDisks({ ...seconds(20), ...rounds(3) }),
  },
  {
    name: 'tui-cost',
    targets: ['tui1TB', 'tui24TB', 'tuiFleet'],
    run: () => tuiCost({ ...seconds(20), ...rounds(2), speed: number(values.speed, 1) }),
  },
  {
    name: 'map-writes',
    targets: ['mapCore', 'mapDisk'],
    run: () => mapWrites({ ...seconds(30), ...rounds(3) }),
  },
  {
    name: 'pages',
    targets: ['page1TB', 'pageTime1TB', 'page24TB', 'pageTime24TB', 'sheet'],
    run: () => pages(rounds(3)),
  },
  {
    name: 'closed-maps',
    targets: ['closedMap1TB', 'closedMap24TB', 'storedAnswer', 'diff1TB'],
    run: () => closedMaps(rounds(5)),
  },
  {
    name: 'start',
    targets: ['firstRead', 'version', 'reportLine'],
    run: () => start(rounds(15)),
  },
  {
    name: 'disk-bench',
    targets: ['diskBench'],
    run: () => diskBenchVsFio({ ...seconds(7), ...rounds(7) }),
  },
  { name: 'kernel-log', targets: [], run: () => kernelLog({ bytes: 2 ** 30 }) },
];

function chosen(names: readonly string[]): readonly Bench[] {
  const unknown = names.find((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown === undefined) return BENCHES.filter(({ name }) => !names[0] || names.includes(name));
  throw new Error(`${unknown}: none of ${BENCHES.map(({ name }) => name).join(', ')}`);
}

// Disks are taken down on 'exit', which a signal by itself does not bring about.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => process.exit(1));
}
if (values.help) {
  process.stdout.write(`npm run bench [-- [NAME…] [--seconds N] [--rounds N] [--speed N]]
All benchmarks or those named: ${BENCHES.map(({ name }) => name).join(' ')}
`);
  process.exit();
}
if (!existsSync(MAIN)) throw new Error(`${MAIN} is not there: npm run build`);
const missing = missingPeers(DISK_READERS);
process.stdout.write(`${machine()}\n${missing === null ? '' : `${missing}\n`}`);
const findings: Finding[] = [];
for (const { name, targets, run } of chosen(positionals)) {
  process.stdout.write(`\n== ${name}\n`);
  try {
    findings.push(...(await run()));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stdout.write(`${name} could not be measured: ${reason}\n`);
    findings.push(...notMeasured(targets, reason));
    process.exitCode = 1;
  }
}
process.stdout.write(`\n${markdown(findings, machine(), new Date())}`);
