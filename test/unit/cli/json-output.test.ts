// Where a JSON report may go, and what is there afterwards.

import { execFileSync } from 'node:child_process';
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { assertJsonFits, openJsonOutput } from '../../../src/cli/json-output.ts';
import { inspectTarget } from '../../../src/index.ts';
import { describeUnless } from '../../rig/availability.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-json-'));
afterAll(() => rmSync(folder, { recursive: true }));
const pathOf = (name: string) => join(folder, name);

describe('a file', () => {
  test('holds the report', () => {
    const path = pathOf('new.json');
    openJsonOutput(path, []).write('{}\n');
    expect(readFileSync(path, 'utf8')).toBe('{}\n');
  });

  test('that was longer keeps nothing of what it was', () => {
    const path = pathOf('old.json');
    writeFileSync(path, 'x'.repeat(100_000));
    openJsonOutput(path, []).write('{"é":1}\n');
    expect(readFileSync(path, 'utf8')).toBe('{"é":1}\n');
  });

  test('keeps what it was until there is something better', () => {
    const path = pathOf('kept.json');
    writeFileSync(path, 'of last night');
    openJsonOutput(path, []);
    expect(readFileSync(path, 'utf8')).toBe('of last night');
  });

  test('that cannot be made is refused at once', () => {
    expect(() => openJsonOutput(pathOf('nowhere/x.json'), [])).toThrow(
      expect.objectContaining({ code: 'ERR_USAGE', message: expect.stringMatching(/ENOENT/) }),
    );
  });

  test('that is the target, or what the report is made of, is refused, by any name', async () => {
    const path = pathOf('disk.img');
    writeFileSync(path, new Uint8Array(1 << 20));
    symlinkSync(path, pathOf('link'));
    const target = await inspectTarget(path);
    for (const name of [path, pathOf('link')]) {
      expect(() => assertJsonFits(name, [target], [])).toThrow(/another file than the target/);
      expect(() => assertJsonFits(name, [], [path])).toThrow(/which it is made of/);
    }
    expect(() => assertJsonFits(pathOf('other'), [target], [path])).not.toThrow();
    expect(statSync(path).size).toBe(1 << 20);
  });
});

describe('a device', () => {
  // Of the characters' only what holds nothing, and the terminal.
  test.each(['/dev/zero', '/dev/full', '/dev/random'])('%s is refused', (path) => {
    expect(() => assertJsonFits(path, [], [])).toThrow(/got a device; surfscan never writes/);
  });

  test('/dev/null takes a report', () => {
    expect(() => assertJsonFits('/dev/null', [], [])).not.toThrow();
    openJsonOutput('/dev/null', []).write('{}\n');
  });
});

const disk = aBlockDevice();
describeUnless(disk === null ? 'there is no block device' : null, 'a disk', () => {
  // Nothing is opened here, whatever comes of it.
  test('is refused, also by another name', () => {
    symlinkSync(disk!, pathOf('report.json'));
    for (const path of [disk!, pathOf('report.json')]) {
      expect(() => assertJsonFits(path, [], [])).toThrow(
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
