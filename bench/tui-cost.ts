// What the screen costs: the same scan in real time with the TUI, in tmux, and without.

import { spawn } from 'node:child_process';
import { isThere } from '../test/rig/server-binary.ts';
import { run, sleep, tryRun } from '../test/rig/system.ts';
import { cpuSeconds, MAIN } from './programs.ts';
import { spread } from './statistics.ts';

const WARM_UP_MS = 3000;
const SOCKET = `surfscan-bench-${process.pid}`;

interface Options {
  seconds: number;
  rounds: number;
  speed: number;
}

export async function tuiCost(options: Options): Promise<void> {
  if (!isThere('tmux')) throw new Error('tmux is not there');
  for (const size of ['1TB', '24TB']) {
    const target = `sim:size=${size},speed=${options.speed}`;
    const [shown, hidden, costs]: number[][] = [[], [], []];
    for (let round = 0; round < options.rounds; round++) {
      shown!.push(await withTui(target, options.seconds));
      hidden!.push(await withoutTui(target, options.seconds));
      costs!.push(shown!.at(-1)! - hidden!.at(-1)!);
    }
    process.stdout.write(`${target}, 160 × 48 cells, % of one core over ${options.seconds} s\n`);
    process.stdout.write(
      `  with the TUI: ${spread(shown!, 2)}\n  --no-tui: ${spread(hidden!, 2)}\n`,
    );
    process.stdout.write(`  the TUI: ${spread(costs!, 2)}\n`);
  }
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
  const child = spawn(process.execPath, [MAIN, 'scan', target, '--no-tui'], { stdio: 'ignore' });
  try {
    return await cpuPercent(child.pid!, seconds);
  } finally {
    child.kill('SIGKILL');
  }
}

async function cpuPercent(pid: number, seconds: number): Promise<number> {
  await sleep(WARM_UP_MS);
  const [begin, before] = [performance.now(), cpuSeconds(pid)];
  await sleep(seconds * 1000);
  return ((cpuSeconds(pid) - before) / ((performance.now() - begin) / 1000)) * 100;
}
