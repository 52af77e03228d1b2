// Several disks in one run: side by side, each with its own report, none waiting for another.

import { expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, slow } from '../rig/faults.ts';
import { disk4Kn, diskOf, MIB } from './fixtures.ts';
import { badExtent } from './report-shape.ts';
import { scan } from './run-cli.ts';

describeWithDisks('several disks', () => {
  test('each has its own findings, in the order they were named', async () => {
    const one = await diskOf(64 * MIB, bad(1000));
    const two = await diskOf(32 * MIB + 8);
    const three = await disk4Kn(64 * MIB, bad(8 * 2000, 8 * 2001));
    const run = await scan(one.path, two.path, three.path);
    expect(run.status).toBe(1);
    expect(run.json.verdict).toBe('fail');
    const { scans } = run.json;
    expect(scans.map(({ device }) => device.path)).toEqual([one.path, two.path, three.path]);
    expect(scans.map(({ verdict }) => verdict)).toEqual(['fail', 'pass', 'fail']);
    expect(scans.map((entry) => entry.bad)).toEqual([
      [badExtent(1000)],
      [],
      [badExtent(2000, 2001)],
    ]);
  });

  test('three take the time of one, where the disks and not the machine are slow', async () => {
    const sectors = 32 * MIB; // 256 blocks of 4 ms
    const disks = [];
    for (let i = 0; i < 3; i++) disks.push(await diskOf(sectors, slow(0, sectors - 1, 4)));
    const run = await scan(...disks.map(({ path }) => path));
    expect(run.status).toBe(0);
    const began = run.json.scans.map(({ started }) => Date.parse(started));
    const ended = run.json.scans.map(({ finished }) => Date.parse(finished!));
    const sum = run.json.scans.reduce((all, { elapsed_s }) => all + elapsed_s, 0);
    // One after the other they would take the sum. A busy machine slows both alike.
    expect((Math.max(...ended) - Math.min(...began)) / 1000).toBeLessThan(0.7 * sum);
  });

  test('a disk that leaves does not end the others', async () => {
    const gone = await diskOf(64 * MIB);
    const good = await diskOf(64 * MIB, bad(3000));
    gone.kill('SIGKILL');
    const run = await scan(gone.path, good.path);
    const [first, second] = run.json.scans;
    expect(first!.error).toBeDefined();
    expect(second!.bad).toEqual([badExtent(3000)]);
    expect(second!.coverage.unread).toBe(0);
    expect(run.status, 'a failing rule comes first').toBe(1);
  });
});
