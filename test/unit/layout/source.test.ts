import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSectors } from '../../../src/layout/source.ts';
import { scratch } from './image.ts';

const { dir, remove } = scratch();
afterAll(remove);

describe('a disk or an image opened for its tables', () => {
  it('reads whole sectors, and none past the end', async () => {
    const path = join(dir, 'image');
    const bytes = Buffer.from(Array.from({ length: 2000 }, (_value, index) => index % 251));
    writeFileSync(path, bytes);
    const source = await openSectors(path, 512);
    expect(await source.read(1, 2)).toEqual(bytes.subarray(512, 1536));
    expect(await source.read(3, 1)).toBeNull();
    expect(await source.read(100, 1)).toBeNull();
    await source.close();
    expect(await source.read(0, 1)).toBeNull();
  });

  it('says what it cannot open', async () => {
    await expect(openSectors(join(dir, 'none'), 512)).rejects.toThrow('ENOENT');
  });

  it('does not wait for a pipe’s writer', async () => {
    const path = join(dir, 'pipe');
    execFileSync('mkfifo', [path]);
    const source = await openSectors(path, 512, 2000);
    expect(await source.read(0, 1)).toBeNull();
    await source.close();
  });
});
