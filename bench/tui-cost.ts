// What the screen costs: the same scan in real time with the TUI, in tmux, and without.

import { spawn } from 'node:child_process';
import { isThere } from '../test/rig/server-binary.ts';
import { run, tryRun } from '../test/rig/system.ts';
import { cpuPercent, MAIN, scanCommand } from './programs.ts';
import { takeTurns } from './rounds.ts';
import { spread } from './statistics.ts';
import type { Finding, TargetName } from './targets.ts';

const SIZES: readonly (readonly [string, TargetName])[] = [
  ['1TB', 'tui1TB'],
  ['24TB', 'tui24TB'],
];
const SOCKET = `surfscan-bench-${process.pid}`;

interface Options {
  seconds: number;
  rounds: number;
  speed: number;
}

export async function tuiCost({ seconds, rounds, speed }: Options): Promise<Finding[]> {
  if (!isThere('tmux')) throw new Error('tmux is not there (apt-get install tmux)');
  const findings: Finding[] = [];
  for (const [size, target] of SIZES) {
    const disk = `sim:size=${size},speed=${speed}`;
    const shares = await takeTurns(
      [
        { name: `${disk}, 160 × 48 cells`, run: () => withTui(disk, seconds) },
        { name: `${disk}, --no-tui`, run: () => withoutTui(disk, seconds) },
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

async function withTui(target: string, seconds: number): Promise<number> {
  const command = `exec '${process.execPath}' '${MAIN}' scan '${target}' --tui`;
  run('tmux', [
    '-L',
    SOCKET,
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
    const pid = Number(run('tmux', ['-L', SOCKET, 'display-message', '-p', '#{pane_pid}']));
    const percent = await cpuPercent(pid, seconds);
    const screen = run('tmux', ['-L', SOCKET, 'capture-pane', '-p']);
    if (screen.split('\n').length < 20) throw new Error(`not a screenful:\n${screen}`);
    return percent;
  } finally {
    tryRun('tmux', ['-L', SOCKET, 'kill-server']);
  }
}

async function withoutTui(target: string, seconds: number): Promise<number> {
  const child = spawn(process.execPath, scanCommand([target]), { stdio: 'ignore' });
  try {
    return await cpuPercent(child.pid!, seconds);
  } finally {
    child.kill('SIGKILL');
  }
}
