// What the screen costs: the same scan in real time with the TUI, in tmux, and without.

import { spawn } from 'node:child_process';
import { isThere } from '../test/rig/server-binary.ts';
import { run, tryRun } from '../test/rig/system.ts';
import { cpuPercent, MAIN, scanCommand } from './programs.ts';
import { takeTurns } from './rounds.ts';
import { spread } from './statistics.ts';
import type { Finding, TargetName } from './targets.ts';

const FLEET = 24;

/** By what is scanned: how many disks of which size. */
const RUNS: readonly (readonly [disks: number, size: string, TargetName])[] = [
  [1, '1TB', 'tui1TB'],
  [1, '24TB', 'tui24TB'],
  [FLEET, '4TB', 'tuiFleet'],
];
/** A server each: one that was told to end may still be there when the next one begins. */
let servers = 0;

interface Options {
  seconds: number;
  rounds: number;
  speed: number;
}

export async function tuiCost({ seconds, rounds, speed }: Options): Promise<Finding[]> {
  if (!isThere('tmux')) throw new Error('tmux is not there (apt-get install tmux)');
  const findings: Finding[] = [];
  for (const [disks, size, target] of RUNS) {
    const specs = Array.from(
      { length: disks },
      (_, i) => `sim:size=${size},speed=${speed},seed=${i + 1}`,
    );
    const name = disks === 1 ? specs[0]! : `${disks} disks of ${size}`;
    const shares = await takeTurns(
      [
        { name: `${name}, 160 × 48 cells`, run: () => withTui(specs, seconds) },
        { name: `${name}, --no-tui`, run: () => withoutTui(specs, seconds) },
      ],
      rounds,
      '% of one core',
    );
    const [shown, hidden] = [...shares.values()];
    const values = shown!.map((share, i) => share - hidden![i]!);
    process.stdout.write(`  the TUI: ${spread(values, 2)}\n`);
    findings.push({ target, values });
  }
  return findings;
}

async function withTui(targets: readonly string[], seconds: number): Promise<number> {
  const quoted = targets.map((target) => `'${target}'`);
  const command = `exec '${process.execPath}' '${MAIN}' scan ${quoted.join(' ')} --tui`;
  const socket = `surfscan-bench-${process.pid}-${servers++}`;
  run('tmux', [
    '-L',
    socket,
    '-f',
    '/dev/null',
    'new-session',
    '-d',
    '-x',
    '160',
    '-y',
    '48',
    command,
  ]);
  try {
    const pid = Number(run('tmux', ['-L', socket, 'display-message', '-p', '#{pane_pid}']));
    const percent = await cpuPercent(pid, seconds);
    const screen = run('tmux', ['-L', socket, 'capture-pane', '-p']);
    if (screen.split('\n').length < 20) throw new Error(`not a screenful:\n${screen}`);
    return percent;
  } finally {
    tryRun('tmux', ['-L', socket, 'kill-server']);
  }
}

async function withoutTui(targets: readonly string[], seconds: number): Promise<number> {
  const child = spawn(process.execPath, scanCommand(targets), { stdio: 'ignore' });
  try {
    return await cpuPercent(child.pid!, seconds);
  } finally {
    child.kill('SIGKILL');
  }
}
