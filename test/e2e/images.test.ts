// Regular files as disks, and a loop device whose file became too short.

import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { attachLoop, detachLoop, quietConsole, restoreConsole } from '../rig/system.ts';
import { MIB, temporaryDirectory } from './fixtures.ts';
import { badExtent } from './report-shape.ts';
import { scan } from './run-cli.ts';

const LIMIT = { timeout: 300_000 };

function image(bytes: number): string {
  const path = join(temporaryDirectory(), 'disk.img');
  writeFileSync(path, '');
  truncateSync(path, bytes);
  return path;
}

describe('an image', LIMIT, () => {
  test('is read to its last sector', async () => {
    const path = image(5 << 20);
    const run = await scan(path);
    expect(run.status).toBe(0);
    expect(run.scan.device).toMatchObject({ path, kind: 'file', logical_bytes: 512 });
    expect(run.scan.coverage).toEqual({ total: 10_240, good: 10_240, bad: 0, unread: 0 });
  });

  test('a rest behind the last whole sector is left out and noted', async () => {
    const run = await scan(image(1000 * 512 + 100));
    expect(run.status).toBe(0);
    expect(run.scan.coverage.total).toBe(1000);
    expect(run.scan.notes.join('\n')).toMatch(/100 bytes/);
  });

  test('a whole number of sectors that is no multiple of the page', async () => {
    const run = await scan(image(1001 * 512));
    expect(run.status).toBe(0);
    expect(run.scan.coverage).toEqual({ total: 1001, good: 1001, bad: 0, unread: 0 });
  });

  test('--sector-size 4096', async () => {
    const run = await scan(image((10 << 20) + 512), '--sector-size', 4096);
    expect(run.status).toBe(0);
    expect(run.scan.device).toMatchObject({ sectors: 2560, logical_bytes: 4096 });
    expect(run.scan.coverage.total).toBe(2560);
    expect(run.scan.mode.block_sectors).toBe(32);
    expect(run.scan.notes.join('\n')).toMatch(/512 bytes/);
  });

  test('of one sector', async () => {
    const run = await scan(image(512));
    expect(run.status).toBe(0);
    expect(run.scan.coverage).toEqual({ total: 1, good: 1, bad: 0, unread: 0 });
  });

  test('with a space and a quote in its name', async () => {
    const path = join(temporaryDirectory(), "my disk's.img");
    writeFileSync(path, Buffer.alloc(1 << 20));
    const run = await scan(path);
    expect(run.status).toBe(0);
    expect(run.scan.device.path).toBe(path);
  });
});

describeWithDisks('a loop device over a file that became shorter', () => {
  test('everything past the end of the file is bad, everything before it good', async () => {
    const path = image(64 << 20);
    quietConsole();
    onTestFinished(restoreConsole);
    const loop = attachLoop(path, 512);
    onTestFinished(() => detachLoop(loop, path));
    truncateSync(path, 56 << 20);
    const run = await scan(loop);
    expect(run.status).toBe(1);
    expect(run.scan.bad).toEqual([badExtent(56 * MIB, 64 * MIB - 1)]);
    expect(run.scan.coverage.unread).toBe(0);
  });
});
