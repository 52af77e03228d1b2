// Two dozen disks at once, each as fast as a spinning disk is: what the program takes of the machine.

import { spawn } from 'node:child_process';
import { cpuPercent, scanCommand } from './programs.ts';
import { spread } from './statistics.ts';
import type { Finding } from './targets.ts';

const DISKS = 24;

export async function manyDisks(options: { seconds: number; rounds: number }): Promise<Finding[]> {
  const targets = Array.from({ length: DISKS }, (_, i) => `sim:kind=hdd,speed=1,seed=${i + 1}`);
  const values: number[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const child = spawn(process.execPath, scanCommand(targets), { stdio: 'ignore' });
    try {
      values.push(await cpuPercent(child.pid!, options.seconds));
    } finally {
      child.kill('SIGKILL');
    }
  }
  process.stdout.write(`  ${DISKS} disks, % of one core: ${spread(values, 2)}\n`);
  return [{ target: 'manyDisks', values }];
}
