// What is promised of disks that others hold, of outages and of maps, on a real driver.

import { expect, test } from 'vitest';
import type { ExtentShape } from '../e2e/report-shape.ts';
import type { Guest } from './guest.ts';
import {
  MEDIUM_ERRORS,
  OPT_MEDIUM_ERRORS,
  OPT_TRANSPORT,
  setScsiDebug,
  withScsiDebug,
} from './scsi-debug.ts';

const SECTORS = 131_072;
/** 2 ms a read: a scan takes a second or two. */
const SLOW = ['dev_size_mb=64', 'ndelay=2000000'];
const BEGUN_SECTORS = 20_000;
const FIRST_BAD = 4660;
const LAST_BAD = 4669;

const isBad = ({ from, to }: ExtentShape) => from >= FIRST_BAD && to <= LAST_BAD;

export function promises(guest: () => Guest): void {
  test('a disk that is mounted outside of the container is in use: open(O_EXCL) tells', async () => {
    await guest().load('ext4');
    await withScsiDebug(guest(), ['dev_size_mb=64'], async (path) => {
      // The mount is private to that namespace, and lives as long as the process that holds it.
      await guest().run(`mkfs.ext4 -q ${path}
mkdir -p /run/held
unshare --mount sh -c 'mount -o ro ${path} /run/held && echo held >/run/is-held && exec sleep 600' \
  >/dev/null 2>&1 &
echo $! >/run/holder
while [ ! -e /run/is-held ]; do sleep 0.1; done`);
      const run = await guest().scan(path);
      await guest().run('kill -9 "$(cat /run/holder)"; rm /run/is-held; sleep 1');
      expect(run.scan.device.in_use).toEqual([expect.stringMatching(/is held by .*EBUSY/)]);
      expect(run.stderr).toMatch(/WARNING: .* is in use/);
      expect([run.status, run.scan.coverage.good]).toEqual([0, SECTORS]);
    });
  });

  test('in an outage nothing good is bad, nor when its map is gone on with', async () => {
    await withScsiDebug(guest(), [...SLOW, ...MEDIUM_ERRORS], async (path) => {
      const map = ['--map', '/run/outage.surfscan'] as const;
      const running = guest().scan(path, ...map, '--depth', 1);
      await guest().hasRead(path, BEGUN_SECTORS);
      await setScsiDebug(guest(), 'opts', OPT_MEDIUM_ERRORS | OPT_TRANSPORT);
      await setScsiDebug(guest(), 'every_nth', 1);
      await guest().run('sleep 2');
      await setScsiDebug(guest(), 'every_nth', 0);
      await setScsiDebug(guest(), 'opts', OPT_MEDIUM_ERRORS);
      const run = await running;
      expect(run.scan.bad.filter((extent) => !isBad(extent))).toEqual([]);
      expect([1, 3]).toContain(run.status);
      const again = await guest().scan(path, ...map, '--resume');
      expect(again.scan.bad.map(({ from, to }) => [from, to])).toEqual([[FIRST_BAD, LAST_BAD]]);
      expect([again.status, again.scan.coverage.unread]).toEqual([1, 0]);
    });
  });

  test('a scan that was killed goes on with its map, and reads little twice', async () => {
    await withScsiDebug(guest(), [...SLOW, ...MEDIUM_ERRORS], async (path) => {
      const map = '/run/killed.surfscan';
      const killed = guest().scan(path, '--map', map, '--depth', 1);
      await guest().hasRead(path, SECTORS / 2);
      await guest().run(`pkill -9 -f -- '--map ${map}'`);
      expect((await killed).status).toBe(137);
      const report = await guest().surfscan('report', map, '--json', '-');
      const { good, bad } = report.scan.coverage;
      expect(good).toBeGreaterThan(0);
      expect(bad).toBeLessThanOrEqual(256); // the failed block, as far as it was narrowed
      const before = await sectorsRead(guest(), path);
      const run = await guest().scan(path, '--map', map, '--resume');
      expect(run.scan.bad.map(({ from, to }) => [from, to])).toEqual([[FIRST_BAD, LAST_BAD]]);
      expect([run.status, run.scan.coverage.unread]).toEqual([1, 0]);
      const read = (await sectorsRead(guest(), path)) - before;
      // What was unread, the failed block once more, what is read of any disk at first; and a zone that a busy
      // machine made slow: sixteen of its blocks, and the one before each.
      expect(read).toBeLessThan(SECTORS - good + 8192 + 2 * 16 * 256);
    });
  });
}

async function sectorsRead(guest: Guest, path: string): Promise<number> {
  const name = path.slice('/dev/'.length);
  return Number(
    await guest.run(`read -r reads merged sectors rest </sys/block/${name}/stat; echo $sectors`),
  );
}
