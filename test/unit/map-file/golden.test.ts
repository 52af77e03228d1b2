// Maps that were made by version 1 of the format. A layout that changes without a version makes old maps
// lie, and new ones unreadable by old programs: here it fails.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PAGE_BYTES } from '../../../src/map-file/format.ts';
import { readMap } from '../../../src/map-file/map-file.ts';
import { bytesOf } from './golden-maps.ts';

function mapPath(bytes: Buffer): string {
  const folder = mkdtempSync(join(tmpdir(), 'surfscan-golden-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'golden.map');
  writeFileSync(path, bytes);
  return path;
}

describe('a finished scan’s map', () => {
  // surfscan scan 'sim:…' --block 16 --retries 1 --map
  const bytes = bytesOf('finished-1.map');

  test('is read, every field of it', async () => {
    expect(await readMap(mapPath(bytes))).toEqual({
      header: {
        identity: {
          path:
            'sim:size=1000s,kind=hdd,physical=4096,seed=7,bad=30-31@300,bad=119/IDNF,weak=200@1,' +
            'slow=320-335@620,bad=500/IO@20',
          kind: 'sim',
          model: 'SIMULATED',
          serial: 'SIM42F70B151CF1',
          firmware: null,
          wwn: null,
          sectors: 1000,
          logicalBytes: 512,
          physicalBytes: 4096,
          physicalFirstLba: 0,
          rotational: true,
          bus: null,
        },
        fromLba: 0,
        toLba: 1000,
        blockSectors: 16,
        method: 'read',
        created: '2026-11-30T04:09:28.760Z',
        partitions: [],
      },
      state: {
        started: '2026-11-30T04:09:28.767Z',
        finished: '2026-11-30T04:09:28.843Z',
        complete: true,
        elapsedSeconds: 0.07488718,
        sectors: 1000,
        deviceNs: 943_675_777,
        latencyCount: 59,
        latencySumNs: 623_555_777,
        latencyMinNs: 60_000,
        latencyMaxNs: 620_000_000,
        refineSpentMs: 320.637428,
        goneBlocks: 0,
        cacheBypassed: true,
        engine: 'sim',
        narrowedBy: 'read',
        command: null,
        node: null,
        jobs: 1,
        depth: 1,
        runs: 1,
        slowNotKept: 0,
        recoveredSectors: 0,
        recordsLeftOut: 0,
        forgetFromLba: null,
        rereadZones: null,
        host: null,
        attachment: null,
        smart: null,
        compared: null,
        outcome: null,
        trouble: null,
        notes: [],
        endNotes: [],
        options: { retries: 1 },
        unknown: {},
      },
      findings: {
        failed: [],
        bad: [
          { from: 24, to: 32, value: { error: 'UNC', errno: null, exact: true, reads: 2 } },
          { from: 112, to: 120, value: { error: 'IDNF', errno: null, exact: true, reads: 2 } },
          { from: 496, to: 504, value: { error: 'IO', errno: null, exact: true, reads: 2 } },
        ],
        weak: [
          { from: 192, to: 208, value: { error: 'UNC', errno: null, exact: false, reads: 0 } },
        ],
        slow: [
          {
            from: 320,
            to: 336,
            latencyNs: 620e6,
            late: false,
            againNs: 620e6,
            rereadDone: true,
          },
        ],
        disturbed: [],
      },
      map: finishedBytes(),
      closed: true,
      notes: [],
    });
  });

  test('lies where the format says', () => {
    const at = (page: number) => page * PAGE_BYTES;
    expect(bytes.toString('latin1', 16, 28)).toBe('surfscan map');
    expect(bytes.readUInt32LE(28)).toBe(1);
    // The seal: index 3, closed.
    expect([bytes.readUInt32LE(at(6) + 4), bytes.readUInt8(at(6) + 16)]).toEqual([3, 2]);
    // 63 blocks in one map page, in two slots; then areas of 8 and 48 pages.
    expect(bytes.readUInt32LE(at(8) + 4)).toBe(4);
    expect(bytes.subarray(at(8) + 16, at(8) + 16 + 63)).toEqual(Buffer.from(finishedBytes()));
    expect(bytes.length).toBe(at(8 + 2 * 1 + 3 * (8 + 48)));
  });
});

function finishedBytes(): Uint8Array {
  const map = new Uint8Array(63).fill(54);
  map.fill(55, 54, 59).fill(56, 59, 62);
  map.set([247], 1);
  map.set([246], 7);
  map.set([247], 12);
  map.set([174], 20);
  map.set([242], 31);
  return map;
}
