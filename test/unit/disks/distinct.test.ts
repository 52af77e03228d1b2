import { describe, expect, it } from 'vitest';
import { assertDistinct, inspectTarget } from '../../../src/disks/inspect.ts';
import { failure, fakeSystem, INSPECTION, rdev } from './fakes.ts';
import { addSataDisk, Machine } from './machine.ts';

async function check(system: ReturnType<typeof fakeSystem>, ...names: string[]) {
  await assertDistinct(await Promise.all(names.map((name) => inspectTarget(name, {}, system))));
}

function machineSystem() {
  const machine = new Machine();
  addSataDisk(machine);
  addSataDisk(machine, 'sdb', 8, 16);
  return fakeSystem({
    root: machine.root,
    files: {
      '/dev/sda': { rdev: rdev(8, 0) },
      '/dev/disk/by-id/wd': { rdev: rdev(8, 0) },
      '/dev/sda1': { rdev: rdev(8, 1) },
      '/dev/sda2': { rdev: rdev(8, 2) },
      '/dev/sdb': { rdev: rdev(8, 16) },
    },
  });
}

describe('targets side by side on Linux', () => {
  it.each([
    [['/dev/sda', '/dev/sdb']],
    [['/dev/sda1', '/dev/sda2']],
    [['/dev/sda1', '/dev/sdb']],
  ])('%j may be', async (names) => {
    await check(machineSystem(), ...names);
  });

  it.each([
    [['/dev/sda', '/dev/sda'], '/dev/sda is named twice'],
    [
      ['sda', '/dev/sdb', '/dev/disk/by-id/wd'],
      '/dev/sda and /dev/disk/by-id/wd are the same disk',
    ],
    [['/dev/sda', '/dev/sda2'], '/dev/sda2 is a part of /dev/sda'],
    [['/dev/sda1', '/dev/sdb', '/dev/sda'], '/dev/sda1 is a part of /dev/sda'],
  ])('%j may not', async (names, words) => {
    const error = await failure(check(machineSystem(), ...names));
    expect(error.code).toBe('ERR_USAGE');
    expect(error.message).toContain(words);
  });
});

describe('images side by side', () => {
  const system = fakeSystem({
    inspect: async () => ({ ...INSPECTION, kind: 'file' }),
    files: { './a': { ino: 7n }, './hardlink': { ino: 7n }, './b': { ino: 8n } },
  });

  it('are told apart by inode', async () => {
    await check(system, './a', './b');
    const error = await failure(check(system, './a', './hardlink'));
    expect(error.message).toContain('./a and ./hardlink are the same disk');
  });
});

describe('simulated disks side by side', () => {
  it('are told apart by what was written, not by its order', async () => {
    const system = fakeSystem();
    await check(system, 'sim:size=1MB', 'sim:size=1MB,bad=5');
    const error = await failure(check(system, 'sim:size=1MB,bad=5', 'sim:bad=5,size=1MB'));
    expect(error.code).toBe('ERR_USAGE');
  });
});
