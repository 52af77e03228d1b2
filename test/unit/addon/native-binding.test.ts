// The border to C++ under hostile arguments: each is refused in words, and the process lives.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { native } from '../../../src/addon/native.ts';
import { loose, NOT_BYTES, NOT_WHOLE, orderOf, refused, sharedOf } from './native-fixture.ts';

const SPEC = 'size=1GB,weak=100-200@3,gone=1000000';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-native-'));

afterAll(() => rmSync(folder, { recursive: true }));

describe('a simulated disk', () => {
  const shared = sharedOf(SPEC);

  test('is described by text', () => {
    for (const value of [undefined, null, 1, {}, ['size=1GB']]) {
      refused(() => loose.describeSim!(value), /expected a simulated disk's text/);
      refused(() => loose.resetSim!(value, shared), /expected a simulated disk's text/);
      refused(() => loose.openSim!(value, shared, 1), /expected a simulated disk's text/);
    }
    for (const text of ['size=0s', 'x', 'size=1GB\0', '\u{1f4a9}=1', '='.repeat(1e6)]) {
      expect(() => native.describeSim(text)).toThrow(
        expect.objectContaining({ code: 'ERR_USAGE' }),
      );
    }
  });

  test('has no more sectors than a number can tell apart', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(native.describeSim(`size=${most}s`).geometry.sectors).toBe(most);
    for (const size of ['9007199254740992s', '8192PiB']) {
      const failure = expect.objectContaining({
        code: 'ERR_USAGE',
        message: expect.stringMatching(/^size: expected at most 2\^53 - 1 sectors, got \d+$/),
      });
      expect(() => native.describeSim(`size=${size}`)).toThrow(failure);
      expect(() => native.openSim(`size=${size}`, shared, 1)).toThrow(failure);
    }
  });

  test('takes the memory that its readers share, and no other', () => {
    const bytes = shared.length;
    const wrong = [
      ...NOT_BYTES,
      new Uint8Array(bytes), // not to be shared, and may be taken away
      new Uint8Array(new SharedArrayBuffer(bytes - 1)),
      new Uint8Array(new SharedArrayBuffer(bytes + 1)),
      new Uint8Array(new SharedArrayBuffer(bytes + 4), 4),
      new Float64Array(new SharedArrayBuffer(8 * bytes)),
    ];
    for (const value of wrong) {
      refused(() => loose.openSim!(SPEC, value, 1), /expected the disk's shared memory/);
      refused(() => loose.resetSim!(SPEC, value), /expected the disk's shared memory/);
    }
  });

  test('is read in blocks of 1 sector to 16 MiB', () => {
    for (const value of [...NOT_WHOLE, 0, 32769, 2 ** 32 + 1]) {
      refused(() => loose.openSim!(SPEC, shared, value), /sectors a block|blockSectors must be 1/);
    }
    native.openSim(SPEC, shared, 32768).close();
  });

  test('is given up to 256 reads at once', () => {
    for (const depth of [
      ...NOT_WHOLE.filter((value) => value !== undefined),
      0,
      257,
      2 ** 32 + 1,
    ]) {
      refused(() => loose.openSim!(SPEC, shared, 8, depth), /expected a depth of 1 … 256/);
    }
    for (const depth of [undefined, 1, 256]) native.openSim(SPEC, shared, 8, depth).close();
  });

  test('answers several reads in an order of its own, each once', () => {
    const spec = 'size=1GB,bad=2560';
    const order = { ...orderOf(200), recordFromNs: 0, records: new Float64Array(300 * 6) };
    const reader = native.openSim(spec, sharedOf(spec), 256, 16);
    expect(reader.slice(order)).toEqual({ next: 200, stop: 0, records: 200, outstanding: 0 });
    expect(order.map!.filter((byte) => byte >= 240)).toHaveLength(1);
    expect(order.map![10]).toBe(247);
    expect(order.map!.every((byte) => byte !== 0)).toBe(true);
  });
});

describe('a path', () => {
  const image = join(folder, 'image');
  writeFileSync(image, new Uint8Array(10_000));

  test('is text, with whole numbers beside it', async () => {
    for (const value of [undefined, null, 1, {}, Buffer.from(image)]) {
      refused(() => loose.openPath!(value, 512, 1, 1, 'pread'), /expected a path/);
      refused(() => loose.inspect!(value, 512), /expected a path/);
    }
    for (const value of NOT_WHOLE) {
      refused(() => loose.openPath!(image, value, 1, 1, 'pread'), /expected a path/);
      refused(
        () => loose.openPath!(image, 512, value, 1, 'pread'),
        /expected a path|blockSectors must be 1/,
      );
      refused(() => loose.inspect!(image, value), /expected a path/);
    }
    refused(() => native.openPath(image, 512, 2 ** 32 + 1, 1, 'pread'), /blockSectors must be 1/);
    refused(() => native.openPath(image, 2 ** 32 + 512, 1, 1, 'pread'), /expected a path/);
    const inspection = await native.inspect(image, 512);
    expect(inspection.geometry).toMatchObject({ sectors: 19, restBytes: 272 });
  });

  const noUring = native.uringErrno();

  test('is read as deep as one likes, to 256', () => {
    const words = /expected a depth of 1 … 256, and 'io_uring' or 'pread'/;
    for (const engine of ['pread', 'io_uring']) {
      for (const depth of [...NOT_WHOLE, 0, 257, 2 ** 32 + 1]) {
        refused(() => loose.openPath!(image, 512, 1, depth, engine), words);
      }
    }
    for (const engine of [undefined, null, 1, {}, '', 'sgio', 'io_uring\0', 'x'.repeat(1e6)]) {
      refused(() => loose.openPath!(image, 512, 1, 1, engine), words);
    }
    refused(() => loose.openPath!(image, 512, 1), words);
    for (const depth of [1, 2, 256]) native.openPath(image, 512, 1, depth, 'pread').close();
  });

  test('is not read with more in flight than there is room for', (context) => {
    if (noUring !== 0) return context.skip(`no io_uring here: errno ${noUring}`);
    refused(
      () => native.openPath(image, 512, 32768, 65, 'io_uring'),
      /blockSectors times depth must be at most 1 GiB/,
    );
    native.openPath(image, 512, 32768, 2, 'io_uring').close();
  });

  test('is read through io_uring, or it is said why not', () => {
    const open = () => native.openPath(image, 512, 4, 3, 'io_uring');
    if (noUring !== 0) {
      expect(open).toThrow(expect.objectContaining({ syscall: 'io_uring_setup' }));
      return;
    }
    const reader = open();
    const order = { ...orderOf(1), toLba: 19, blockSectors: 4, end: 5, map: new Uint8Array(5) };
    expect(reader.slice(order)).toEqual({ next: 5, stop: 0, records: 0, outstanding: 0 });
    expect(order.map.every((byte) => byte >= 1 && byte <= 239)).toBe(true);
    reader.close();
    reader.close();
    expect(() => reader.slice(order)).toThrow(/the reader is closed/);
  });

  test('that cannot be opened says why', async () => {
    const absent = { code: 'ERR_ABSENT', errno: 'ENOENT', syscall: 'stat' };
    for (const path of [join(folder, 'absent'), `${image}\0`, '', 'x'.repeat(1e6)]) {
      expect(() => native.openPath(path, 512, 1, 1, 'pread')).toThrow(Error);
      await expect(native.inspect(path, 512)).rejects.toThrow(Error);
    }
    await expect(native.inspect(`${image}x`, 512)).rejects.toMatchObject(absent);
    for (const sectorBytes of [0, 1, 511, 513, 2 ** 31]) {
      await expect(native.inspect(image, sectorBytes)).rejects.toMatchObject({ code: 'ERR_OPEN' });
    }
  });

  test('of more sectors than a number can tell apart is not opened', async (context) => {
    // tmpfs has files of any size where others stop at 16 TiB.
    const roomy = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'surfscan-'));
    onTestFinished(() => rmSync(roomy, { recursive: true, force: true }));
    const huge = join(roomy, 'huge');
    try {
      execFileSync('truncate', ['-s', String(2n ** 63n - 4096n), huge], { stdio: 'ignore' });
    } catch {
      return context.skip('this file system has no such large files');
    }
    const failure = {
      code: 'ERR_OPEN',
      message: expect.stringMatching(/at most 2\^53 - 1 sectors/),
    };
    await expect(native.inspect(huge, 512)).rejects.toMatchObject(failure);
    expect(() => native.openPath(huge, 512, 1, 1, 'pread')).toThrow(
      expect.objectContaining(failure),
    );
    expect((await native.inspect(huge, 4096)).geometry.sectors).toBe(2 ** 51 - 1);
  });
});
