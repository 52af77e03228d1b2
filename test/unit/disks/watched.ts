// The activity of a disk of a machine that a test writes down.

import { join } from 'node:path';
import { type DiskActivity, openActivity } from '../../../src/disks/activity.ts';
import { inspectTarget } from '../../../src/disks/inspect.ts';
import { type Fake, fakeSystem, rdev } from './fakes.ts';
import { addSataDisk, Machine } from './machine.ts';

/** As the kernel prints it: Documentation/block/stat.rst. */
export function stat(read: number | string, written: number | string = 0): string {
  return ` 402108  10612 ${read}  1286389  30  69 ${written}  13  0 7959  1286414  2  0 204  0  14  1\n`;
}

export function machineWithSda(sda = stat(1000, 50)): Machine {
  const machine = new Machine();
  addSataDisk(machine);
  setStat(machine, 'sda', sda);
  machine.write(join(machine.dirOf('sda'), 'queue/iostats'), '1\n');
  return machine;
}

export function setStat(machine: Machine, disk: string, text: string): void {
  machine.write(join(machine.dirOf(disk), 'stat'), text);
}

export async function opened(machine: Machine, path: string, fake: Fake = {}, mapPath?: string) {
  const files = {
    '/dev/sda': { rdev: rdev(8, 0) },
    '/dev/sda2': { rdev: rdev(8, 2) },
    '/dev/md0': { rdev: rdev(9, 0) },
    '/dev/loop0': { rdev: rdev(7, 0) },
    ...fake.files,
  };
  const system = fakeSystem({ ...fake, root: machine.root, files });
  const target = await inspectTarget(path, {}, system);
  return openActivity(target, system, mapPath === undefined ? {} : { mapPath });
}

export async function watched(...args: Parameters<typeof opened>): Promise<DiskActivity> {
  const activity = await opened(...args);
  if (activity === null || 'note' in activity) throw new Error(`not watched: ${activity?.note}`);
  return activity;
}
