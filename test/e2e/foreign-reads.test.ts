// Real readers of a real disk beside what the kernel counts of it: what is ours is never called
// others', and what others read is told.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { allocateWorkers, WorkerShared } from '../../src/addon/worker-shared.ts';
import { type DiskActivity, openActivity } from '../../src/disks/activity.ts';
import { inspectTarget } from '../../src/disks/inspect.ts';
import { Disturbance } from '../../src/engine/disturbance.ts';
import { describeWithDisks } from '../rig/availability.ts';
import { bad } from '../rig/faults.ts';
import { sleep, until } from '../rig/system.ts';
import { ADDON, orderOf } from '../unit/addon/native-fixture.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';

const BLOCK_SECTORS = 256;
const JOBS = 2;
/** In flight, and a block a worker that one side alone counts. */
const SLACK_SECTORS = 2 * JOBS * BLOCK_SECTORS;
const FEED_MS = 50;

/** Reads the disk from `fromLba` to `toLba`, again and again until it is told to stop. */
const READER = `
  const { workerData } = require('node:worker_threads');
  const native = require(workerData.addon);
  const { order, path } = workerData;
  const reader = native.openPath(path, 512, order.blockSectors, 1, "pread");
  for (;;) {
    const { next, stop } = reader.slice(order);
    if (stop === 2 || next === order.end && workerData.once) break;
    order.first = next === order.end ? 0 : next;
  }
  reader.close();
`;

interface Part {
  fromLba: number;
  toLba: number;
  blockSectors?: number;
  once?: boolean;
}

/** A crew without an engine: each part of the disk has a reader of its own. */
class WorkerControl {
  readonly #shared: WorkerShared[];
  readonly #workers: Worker[];
  readonly ended: Promise<unknown>;

  constructor(path: string, parts: readonly Part[]) {
    const memory = allocateWorkers(parts.length);
    this.#shared = parts.map((_, index) => new WorkerShared(memory, index));
    this.#workers = parts.map(({ fromLba, toLba, blockSectors = BLOCK_SECTORS, once }, index) => {
      const blocks = Math.ceil((toLba - fromLba) / blockSectors);
      const ranges = { fromLba, toLba, blockSectors, end: blocks };
      const shared = this.#shared[index]!.bytes;
      // Room for every failure, so that no slice ends with full records.
      const records = new Float64Array(100_000);
      const order = { ...orderOf(1), ...ranges, map: null, shared, records };
      return new Worker(READER, { eval: true, workerData: { addon: ADDON, path, order, once } });
    });
    this.ended = Promise.all(this.#workers.map((worker) => exitOf(worker)));
    onTestFinished(() => this.stop());
  }

  get sectors(): number {
    return this.#shared.reduce((sum, worker) => sum + worker.sectors, 0);
  }

  async stop(): Promise<void> {
    for (const worker of this.#shared) worker.command('stop');
    await this.ended;
  }
}

async function exitOf(worker: Worker): Promise<void> {
  const [status] = await once(worker, 'exit');
  expect(status).toBe(0);
}

async function watch(path: string): Promise<DiskActivity> {
  const activity = await openActivity(await inspectTarget(path));
  if (activity === null || 'note' in activity) throw new Error(`not watched: ${activity?.note}`);
  return activity;
}

/** Feeds a disturbance until `during` has ended, which is told how often it was fed. `mostLooked`: sectors of ours while a sample was taken. */
async function observe(
  activity: DiskActivity,
  control: WorkerControl,
  during: (feeds: () => number) => Promise<unknown>,
) {
  const disturbance = new Disturbance({ logicalBytes: 512, writesAreOurs: activity.writesAreOurs });
  let [mostLooked, feeds, lba] = [0, 0, 0];
  const feed = async () => {
    const oursBefore = control.sectors;
    const sample = await activity.sample();
    const oursAfter = control.sectors;
    expect(sample).not.toBeNull();
    mostLooked = Math.max(mostLooked, oursAfter - oursBefore);
    const ranges = [{ from: lba, to: lba + 100 }];
    const slackSectors = SLACK_SECTORS;
    disturbance.feed({ activity: sample, oursBefore, oursAfter, slackSectors, ranges });
    lba += 100;
    feeds++;
  };
  let ended = false;
  const end = during(() => feeds).then(() => {
    ended = true;
  });
  await feed();
  while (!ended) {
    await Promise.race([sleep(FEED_MS), end]);
    await feed();
  }
  const entries = disturbance.entries();
  const told = entries.reduce((sum, entry) => sum + entry.foreignSectors, 0);
  return { entries, told, mostLooked, feeds };
}

const SIZE = 256 * MIB;
const HALVES: Part[] = [
  { fromLba: 0, toLba: SIZE / 4 },
  { fromLba: SIZE / 4, toLba: SIZE / 2 },
];

describeWithDisks('our own reads', () => {
  test('by several workers at full speed are nobody else’s', async () => {
    const disk = await diskOf(SIZE);
    const activity = await watch(disk.path);
    const control = new WorkerControl(disk.path, HALVES);
    const seen = await observe(activity, control, () => sleep(3000));
    await control.stop();
    expect(control.sectors).toBeGreaterThan(SIZE / 2);
    expect(seen.feeds).toBeGreaterThan(10);
    expect(seen.entries).toEqual([]);
    // To the sector, once nothing is in flight.
    expect((await activity.sample())!.readSectors512).toBe(control.sectors);
  });

  test('that fail are nobody else’s, in blocks nor alone', async () => {
    const run = { from: 10_001, to: 14_000 };
    const disk = await diskOf(64 * MIB, bad(run.from, run.to), bad(20_000), bad(30_000, 30_050));
    const activity = await watch(disk.path);
    const parts = [{ fromLba: 0, toLba: 64 * MIB }];
    const pass = new WorkerControl(disk.path, [{ ...parts[0]!, once: true }]);
    const inBlocks = await observe(activity, pass, () => pass.ended);
    expect(inBlocks.entries).toEqual([]);
    const before = pass.sectors;
    expect((await activity.sample())!.readSectors512).toBe(before);

    const alone = { fromLba: run.from - 500, toLba: run.to + 500, blockSectors: 1, once: true };
    const narrowing = new WorkerControl(disk.path, [alone]);
    const bySector = await observe(activity, narrowing, () => narrowing.ended);
    expect(bySector.entries).toEqual([]);
    expect((await activity.sample())!.readSectors512).toBe(before + narrowing.sectors);
    expect((await disk.stats()).failed).toBeGreaterThan(4000);
  });
});

describeWithDisks('others’ reads', () => {
  test('beside ours are told, and how many', async () => {
    const disk = await diskOf(SIZE);
    const activity = await watch(disk.path);
    const control = new WorkerControl(disk.path, HALVES);
    await until('our first reads', () => control.sectors > 1000);
    const mebibytes = 64;
    const dd = async (feeds: () => number) => {
      await until('some looks without it', () => feeds() > 5);
      const args = [`if=${disk.path}`, 'of=/dev/null', 'bs=128k', 'iflag=direct'];
      const where = [`skip=${(SIZE / 2 / MIB) * 8}`, `count=${mebibytes * 8}`];
      const child = spawn('dd', [...args, ...where], { stdio: 'ignore' });
      expect(await once(child, 'exit')).toEqual([0, null]);
      const seen = feeds();
      await until('some looks after it', () => feeds() > seen + 5);
    };
    const seen = await observe(activity, control, dd);
    await control.stop();
    const noise = SLACK_SECTORS + seen.mostLooked;
    expect(Math.abs(seen.told - mebibytes * MIB)).toBeLessThanOrEqual(noise * seen.feeds);
    expect(seen.told).toBeGreaterThan(0);
    const all = (await activity.sample())!.readSectors512 - control.sectors;
    expect(all, 'to the sector, once nothing is in flight').toBe(mebibytes * MIB);
    // The whole time is not accused for it.
    expect(seen.entries[0]!.from).toBeGreaterThanOrEqual(400);
  });
});

describeWithDisks('a disk whose I/O is not counted', () => {
  test('is noted', async () => {
    const disk = await diskOf(8 * MIB);
    const switchPath = `/sys/block/${disk.path.replace('/dev/', '')}/queue/iostats`;
    const before = readFileSync(switchPath, 'utf8');
    onTestFinished(() => writeFileSync(switchPath, before));
    writeFileSync(switchPath, '0');
    expect(await openActivity(await inspectTarget(disk.path))).toEqual({
      note:
        "the kernel does not count this disk's I/O (queue/iostats is 0): " +
        'whether others used it is not known',
    });
  });
});

describeWithDisks('the place of the map', () => {
  test('beside a loop device is not on it', async () => {
    const disk = await diskOf(8 * MIB);
    const mapPath = join(temporaryDirectory(), 'map');
    const activity = await openActivity(await inspectTarget(disk.path), undefined, { mapPath });
    expect(activity).toMatchObject({ writesAreOurs: false });
  });
});
