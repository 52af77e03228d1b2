// Where a JSON report may go, and what is there afterwards.

import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { answers } from '../../../src/cli/answers.ts';
import type { Ask } from '../../../src/cli/apart.ts';
import { openJsonOutput } from '../../../src/cli/json-output.ts';
import { assertFits, type Guarded } from '../../../src/cli/output-guard.ts';
import { inspectTarget } from '../../../src/index.ts';
import { describeUnless } from '../../rig/availability.ts';

const here: Ask = (name, ...args) =>
  (answers[name] as (...given: typeof args) => Promise<never>)(...args);
const NOTHING: Guarded = { targets: [], inputs: [], ask: here, attached: async () => new Map() };
const assertJsonFits = (file: string, guarded: Guarded) => assertFits('--json', file, guarded);

const folder = mkdtempSync(join(tmpdir(), 'surfscan-json-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pathOf = (name: string) => join(folder, name);

describe('a file', () => {
  test('holds the report', async () => {
    const path = pathOf('new.json');
    await (await openJsonOutput(path, NOTHING)).write('{}\n');
    expect(readFileSync(path, 'utf8')).toBe('{}\n');
  });

  test('that was longer keeps nothing of what it was', async () => {
    const path = pathOf('old.json');
    writeFileSync(path, 'x'.repeat(100_000));
    await (await openJsonOutput(path, NOTHING)).write('{"é":1}\n');
    expect(readFileSync(path, 'utf8')).toBe('{"é":1}\n');
  });

  test('keeps what it was until there is something better', async () => {
    const path = pathOf('kept.json');
    writeFileSync(path, 'of last night');
    await openJsonOutput(path, NOTHING);
    expect(readFileSync(path, 'utf8')).toBe('of last night');
  });

  test('is the old one until the new one is whole, then the new one', async () => {
    const path = pathOf('renewed.json');
    writeFileSync(path, 'old', { mode: 0o640 });
    const reader = openSync(path, 'r');
    const output = await openJsonOutput(path, NOTHING);
    for (const text of ['{"disks":1}\n', '{}\n']) {
      await output.write(text);
      expect(readFileSync(path, 'utf8')).toBe(text);
    }
    expect(readFileSync(reader, 'utf8'), 'whoever had it open').toBe('old');
    closeSync(reader);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder).filter((name) => name.startsWith('.surfscan'))).toEqual([]);
  });

  test('behind a link is renewed, and the link stays; one that leads nowhere leads to it then', async () => {
    for (const name of ['there', 'not-there']) {
      const [place, link] = [pathOf(`${name}.json`), pathOf(`${name}.link`)];
      if (name === 'there') writeFileSync(place, 'old');
      symlinkSync(place, link);
      await (await openJsonOutput(link, NOTHING)).write('{}\n');
      expect([readlinkSync(link), readFileSync(place, 'utf8')]).toEqual([place, '{}\n']);
    }
  });

  test('that became a map meanwhile is left alone', async () => {
    const path = pathOf('later.json');
    const output = await openJsonOutput(path, NOTHING);
    writeFileSync(path, aMap());
    await expect(output.write('{}\n')).rejects.toThrow(/the map would be lost/);
    expect(readFileSync(path)).toEqual(aMap());
  });

  test('that will be made twice, as the map too, is refused', async () => {
    symlinkSync(folder, pathOf('here'));
    const guarded = { ...NOTHING, inputs: [pathOf('here/both')] };
    await expect(openJsonOutput(pathOf('both'), guarded)).rejects.toThrow(/which it is made of/);
  });

  test('that cannot be made is refused at once', async () => {
    await expect(openJsonOutput(pathOf('nowhere/x.json'), NOTHING)).rejects.toThrow(
      expect.objectContaining({ code: 'ERR_USAGE', message: expect.stringMatching(/ENOENT/) }),
    );
  });

  test('that is the target, or what the report is made of, is refused, by any name', async () => {
    const path = pathOf('disk.img');
    writeFileSync(path, new Uint8Array(1 << 20));
    symlinkSync(path, pathOf('link'));
    const target = await inspectTarget(path);
    for (const name of [path, pathOf('link')]) {
      await expect(assertJsonFits(name, { ...NOTHING, targets: [target] })).rejects.toThrow(
        /it is the target .*disk\.img/,
      );
      await expect(assertJsonFits(name, { ...NOTHING, inputs: [path] })).rejects.toThrow(
        /which it is made of/,
      );
    }
    await assertJsonFits(pathOf('other'), { ...NOTHING, targets: [target], inputs: [path] });
    expect(statSync(path).size).toBe(1 << 20);
  });
});

describe('a map', () => {
  test('is refused, whoever made it; --map may go on with it', async () => {
    writeFileSync(pathOf('old.surfscan'), aMap());
    await expect(assertJsonFits(pathOf('old.surfscan'), NOTHING)).rejects.toThrow(
      /the map would be lost/,
    );
    await assertFits('--map', pathOf('old.surfscan'), NOTHING, true);
  });
});

describe('a new name in /dev', () => {
  test('is refused, also behind a link', async () => {
    symlinkSync('/dev/surfscan-none', pathOf('dangling'));
    symlinkSync('/dev', pathOf('dev'));
    const names = ['/dev/surfscan-none', pathOf('dangling'), pathOf('dev/surfscan-none')];
    for (const option of ['--json', '--map']) {
      for (const name of names) {
        await expect(assertFits(option, name, NOTHING, true)).rejects.toThrow(
          /not a new name in \/dev/,
        );
      }
    }
    expect(readdirSync('/dev')).not.toContain('surfscan-none');
  });
});

describe('a device', () => {
  // Of the characters' only what holds nothing, and the terminal.
  test.each(['/dev/zero', '/dev/full', '/dev/random'])('%s is refused', async (path) => {
    await expect(assertJsonFits(path, NOTHING)).rejects.toThrow(
      /got a device; surfscan never writes/,
    );
  });

  test('/dev/null takes a report', async () => {
    await assertJsonFits('/dev/null', NOTHING);
    await (await openJsonOutput('/dev/null', NOTHING)).write('{}\n');
  });
});

const disk = aBlockDevice();
describeUnless(disk === null ? 'there is no block device' : null, 'a disk', () => {
  // Nothing is opened here, whatever comes of it.
  test('is refused, also by another name', async () => {
    symlinkSync(disk!, pathOf('report.json'));
    for (const path of [disk!, pathOf('report.json')]) {
      await expect(assertJsonFits(path, NOTHING)).rejects.toThrow(
        expect.objectContaining({
          code: 'ERR_USAGE',
          message: `--json ${path}: expected a file, got a device; surfscan never writes to disks`,
        }),
      );
    }
  });
});

/** One that is there, or else, for root, the node of one that is not. */
function aBlockDevice(): string | null {
  const found = readdirSync('/dev')
    .map((name) => `/dev/${name}`)
    .find((path) => statSync(path, { throwIfNoEntry: false })?.isBlockDevice());
  if (found !== undefined) return found;
  try {
    execFileSync('mknod', [pathOf('node'), 'b', '259', '1048575'], { stdio: 'ignore' });
    return pathOf('node');
  } catch {
    return null;
  }
}

function aMap(): Buffer {
  const head = Buffer.alloc(4096);
  head.write('surfscan map', 16);
  return head;
}
