// A scan that verifies: the same faults, without a transfer; and its map, which goes on by the same method alone.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { methodsFor } from '../../../src/engine/map-method.ts';
import { inspectTarget, Run, runReport } from '../../../src/index.ts';
import { MapFile, readHeader } from '../../../src/map-file/map-file.ts';
import { unknownState } from '../../../src/map-file/state.ts';
import type { ScanJson } from '../../../src/report/run-json.ts';
import type { MethodChoice } from '../../../src/vocabulary/method.ts';
import { badOf, scanSim } from './scan-sim.ts';

const SPEC = 'size=4000s,kind=ssd,bad=1000-1003/IDNF,weak=2000@1';
const directory = mkdtempSync(join(tmpdir(), 'surfscan-method-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('finds what a scan that reads finds', async () => {
  const [read, verified] = await Promise.all([
    scanSim(SPEC, { method: 'read' }),
    scanSim(SPEC, { method: 'verify' }),
  ]);
  expect([read.mode.method, verified.mode.method]).toEqual(['read', 'verify']);
  expect(verified.mode).toMatchObject({ engine: 'sim', command: null, node: null });
  expect(badOf(verified)).toEqual(['1000-1003 IDNF']);
  const { mode: _, latency_us: slower, bytes_per_s: __, notes: ___, ...found } = read;
  expect(verified).toMatchObject({
    coverage: found.coverage,
    blocks: found.blocks,
    bad: found.bad,
    weak: found.weak,
  });
  // What is not sent takes no time.
  expect(verified.latency_us!.p50).toBeLessThan(slower!.p50);
  expect(verified.notes.join()).toContain('neither the cable');
  expect(read.notes.join()).not.toContain('neither the cable');
});

test('auto says what it chose', async () => {
  const scan = await scanSim('size=1000s', { method: 'auto' });
  expect(scan.mode.method).toBe('verify');
  expect(scan.notes).toContain('--method auto: verify');
});

describe('a map', () => {
  const scan = async (path: string, method: MethodChoice | undefined, resume: boolean) => {
    const options = method === undefined ? {} : { method };
    const target = await inspectTarget(`sim:${SPEC}`);
    const run = await Run.plan([target], { ...options, maxBad: 1 }, { path, resume });
    return runReport(await run.scan()).scans[0] as ScanJson;
  };

  test('goes on by its method, given or not', async () => {
    const path = join(directory, 'verify');
    await scan(path, 'verify', false);
    for (const method of [undefined, 'verify', 'auto'] as const) {
      expect((await scan(path, method, true)).mode.method).toBe('verify');
    }
    await expect(scan(path, 'read', true)).rejects.toThrow(
      'the map does not fit: its method is verify, and read is asked for',
    );
  });

  test('keeps that its method was the best, and goes on by the best of it', async () => {
    const target = await inspectTarget(`sim:${SPEC}`);
    const wantedOf = async (path: string, given?: MethodChoice) =>
      (await methodsFor([target], [path], given))[0];
    const path = join(directory, 'best');
    await scan(path, 'auto', false);
    expect(await readHeader(path)).toMatchObject({ method: 'verify', isBest: true });
    expect(await wantedOf(path)).toEqual({ choice: 'verify' });
    const read = join(directory, 'best-read');
    const header = { ...(await readHeader(path)), method: 'read' } as const;
    await (await MapFile.create(read, header, unknownState(header.created))).close();
    expect(await wantedOf(read)).toEqual({ choice: 'auto', within: 'read' });
    expect(await wantedOf(read, 'read')).toEqual({ choice: 'read' });
    // This drive has nothing to be read through: it is said.
    const run = await Run.plan([target], {}, { path: read, resume: true });
    const { notes, mode } = runReport(await run.scan()).scans[0] as ScanJson;
    expect(mode.method).toBe('read');
    expect(notes).toContain('--method auto: read by the system, as its map is of a scan that read');
  });

  test('of what was read through the drive says that it is not any more', async () => {
    const path = join(directory, 'through');
    await scan(path, 'read', false);
    const { file, contents } = await MapFile.open(path);
    const { map, findings } = contents;
    const state = { ...contents.state, command: 'READ(16)', engine: 'sgio', complete: false };
    await file.update({ map, dirty: [], readable: [], state, findings });
    await file.close();
    const { notes } = await scan(path, undefined, true);
    expect(notes).toContain(
      'what is left is read by the system: what was read before was read through the drive, by READ(16)',
    );
  });

  test('of a scan that read is not verified', async () => {
    const path = join(directory, 'read');
    await scan(path, undefined, false);
    for (const method of ['verify', 'auto'] as const) {
      await expect(scan(path, method, true)).rejects.toMatchObject({
        code: 'ERR_USAGE',
        message: 'the map does not fit: its method is read, and verify is asked for',
      });
    }
    expect((await scan(path, undefined, true)).mode.method).toBe('read');
  });
});

test('what cannot be verified is not planned', async () => {
  const target = await inspectTarget('package.json');
  await expect(Run.plan([target], { method: 'verify' })).rejects.toMatchObject({
    code: 'ERR_METHOD',
  });
});
