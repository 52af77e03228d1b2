// A scan's map on file systems that are full, read-only, or lie about their room.

import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad, holdAfter, slow } from '../rig/faults.ts';
import { run as runTool } from '../rig/system.ts';
import { diskOf, MIB, startedScan, temporaryDirectory } from './fixtures.ts';
import { mapPath, reported, same, sleep } from './maps.ts';
import { scan, startScan } from './run-cli.ts';

describeWithDisks('file systems', () => {
  function mounted(...how: string[]): string {
    const folder = temporaryDirectory();
    runTool('mount', [...how, folder]);
    onTestFinished(() => {
      execFileSync('umount', [folder]);
    });
    return folder;
  }

  test('without room at the start: nothing is read, exit 3; --map-optional scans all the same', async () => {
    const folder = mounted('-t', 'tmpfs', '-o', 'size=4m', 'tmpfs');
    const map = join(folder, 'disk.map');
    const events = join(temporaryDirectory(), 'events');
    const run = await scan('sim:size=2GB,bad=5', '--map', map, '--events', events);
    expect(run.status).toBe(3);
    expect(run.scan.error).toMatchObject({ code: 'ERR_MAP_SPACE', errno: 'ENOSPC' });
    expect(run.scan.error!.message).toMatch(/it takes [\d.]+ MB, and .* has 4.19 MB left/);
    expect(run.scan.coverage, 'it was never read').toBeUndefined();
    expect(run.stderr).toMatch(/^surfscan: the map .*disk.map takes [\d.]+ MB while/);
    expect(run.stderr).toMatch(/--map-optional/);
    expect(readFileSync(events, 'utf8')).toMatch(/"disk_end".*ERR_MAP_SPACE[\s\S]*"end"/);
    expect(readdirSync(folder)).toEqual([]);
    // One that fits, and one that does not: none is made.
    const both = await scan('sim:size=2MB', 'sim:size=2GB', '--map', folder);
    expect(both.status).toBe(3);
    expect(both.json.scans.map(({ error }) => error?.code)).toEqual([undefined, 'ERR_MAP_SPACE']);
    expect(readdirSync(folder)).toEqual([]);
    const optional = await scan(
      ...['sim:size=2MB', 'sim:size=2GB'],
      ...['--map', folder, '--map-optional'],
    );
    expect(optional.status, 'the missing map is told').toBe(3);
    expect(optional.json.scans.map(({ coverage }) => coverage.unread)).toEqual([0, 0]);
    expect(optional.json.scans.map(({ notes }) => notes.join())).toEqual([
      '',
      expect.stringMatching(/^no map is kept: there is no room .*it takes .* MB/),
    ]);
    expect(readdirSync(folder).length).toBe(1);
  });

  test('without room for the open form of a map that goes on: it is as it was', async () => {
    const folder = mounted('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs');
    const map = join(temporaryDirectory(), 'disk.map');
    await scan('sim:size=2GB,gone=2000', '--map', map);
    const kept = join(folder, 'disk.map');
    copyFileSync(map, kept);
    const refused = await scan('sim:size=2GB', '--map', kept, '--resume');
    expect(refused.status).toBe(3);
    expect(refused.scan.error).toMatchObject({ code: 'ERR_MAP_SPACE' });
    const run = await scan('sim:size=2GB', '--map', kept, '--resume', '--map-optional');
    expect(run.status).toBe(3);
    expect(run.scan.coverage.unread).toBe(0);
    expect(run.scan.started).toBe((await reported(map)).scan.started);
    expect(readFileSync(kept).equals(readFileSync(map))).toBe(true);
  });

  test('without room, or read-only, hold a finished map: it is told again, and stays as it is', async () => {
    const folder = mounted('-t', 'tmpfs', '-o', 'size=4m', 'tmpfs');
    const map = join(folder, 'disk.map');
    // Its open form would take 77 MB.
    const made = join(temporaryDirectory(), 'disk.map');
    const first = await scan('sim:size=2GB,bad=5', '--map', made, '--retries', 1);
    copyFileSync(made, map);
    const full = await scan('sim:size=2GB,bad=5', '--map', map, '--resume');
    expect([full.status, full.scan.finished]).toEqual([1, first.scan.finished]);
    execFileSync('mount', ['-o', 'remount,ro', folder]);
    const again = await scan('sim:size=2GB,bad=5', '--map', map, '--resume');
    expect([again.status, same(again.scan)]).toEqual([1, same(first.scan)]);
    const more = await scan('sim:size=2GB,bad=5', '--map', map, '--resume', '--retries', 2);
    expect([more.status, more.stderr]).toEqual([2, expect.stringMatching(/read-only/)]);
    expect(readFileSync(map).equals(readFileSync(made))).toBe(true);
  });

  test('that lie about their room: said at once, the scan goes on, exit 3 unless 1', async () => {
    // An inode for its root, and none for a map: statfs(2) has blocks.
    const folder = mounted('-t', 'tmpfs', '-o', 'nr_inodes=1', 'tmpfs');
    const map = join(folder, 'disk.map');
    const running = startScan('sim:size=2GB,speed=20', '--map', map, '--map-optional');
    let said = '';
    running.child.stderr!.on('data', (text) => {
      said += text;
    });
    let ended = false;
    running.child.once('exit', () => {
      ended = true;
    });
    while (!ended && !/ENOSPC|no room|no space/i.test(said)) await sleep(20);
    expect(ended, said).toBe(false);
    const run = await running.finished;
    expect(run.status).toBe(3);
    expect(run.scan.coverage.unread).toBe(0);
    expect(run.scan.verdict).toBe('pass');
    expect(run.scan.error).toMatchObject({ errno: 'ENOSPC' });
    expect(readdirSync(folder)).toEqual([]);
    const failing = await scan('sim:size=2GB,bad=5', '--map', map, '--map-optional');
    expect(failing.status).toBe(1);
  });

  test('of the scanned disk', async () => {
    const disk = temporaryDirectory();
    const image = join(disk, 'image');
    execFileSync('truncate', ['-s', '128M', image]);
    runTool('mkfs.ext4', ['-q', '-F', image]);
    const loop = runTool('losetup', ['-f', '--show', image]);
    onTestFinished(() => {
      execFileSync('losetup', ['-d', loop]);
    });
    const folder = mounted(loop);
    const map = join(folder, 'disk.map');
    const run = await scan(loop, '--map', map, '--rate', '40MB');
    expect(run.status, run.stderr).toBe(0);
    expect(run.scan.coverage.unread).toBe(0);
    expect(run.scan.disturbed).toEqual([]);
    expect((await reported(map)).scan.coverage).toEqual(run.scan.coverage);
  });

  test('the map of a faulty disk, stopped by a signal and gone on with', async () => {
    const sectors = 30 * MIB; // too few blocks for a zone that a busy machine makes slow: such are read again
    const faults = [slow(0, sectors - 1, 2), bad(5000), bad(50_000, 50_003)];
    const disk = await diskOf(sectors, ...faults, holdAfter(100));
    const map = mapPath();
    const running = await startedScan(disk, 100, '--map', map, '--depth', 1);
    running.child.kill('SIGTERM');
    await disk.setFaults(faults);
    const stopped = await running.finished;
    expect([1, 4]).toContain(stopped.status);
    expect(stopped.scan.coverage.unread).toBeGreaterThan(0);
    expect(stopped.stderr).toMatch(/the map .*disk.map keeps what is known: --resume goes on/);
    const run = await scan(disk.path, '--map', map, '--resume');
    expect(run.stderr).not.toMatch(/--resume goes on/);
    expect(run.status).toBe(1);
    expect(run.scan.bad.map(({ from, to }) => [from, to])).toEqual([
      [5000, 5000],
      [50_000, 50_003],
    ]);
    const twice = (await disk.stats()).sectors - sectors;
    expect(twice, 'two first blocks, the failed blocks, single slow ones').toBeLessThan(25 * 256);
  });
});
