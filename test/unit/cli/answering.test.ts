// Any path may be asked: what is no file is not opened, and none is touched by this process.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { answering } from '../../../src/cli/answering.ts';

const folder = mkdtempSync(join(tmpdir(), 'surfscan-answering-'));
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);
writeFileSync(at('file'), 'x');
writeFileSync(at('empty'), '');
writeFileSync(at('unread'), 'x', { mode: 0 });
writeFileSync(at("a '$(exit 3)\n name"), 'x');
mkdirSync(at('folder'));
symlinkSync('folder', at('link'));
symlinkSync('nothing', at('dangling'));
// Nobody writes to it: who opened it would wait for ever.
execFileSync('mkfifo', [at('pipe')]);

// Twice as many as are asked by a shell: the others are asked by the process apart.
describe.each([1, 2, 3])('asked anew, %i', (round) => {
  test.each([
    ['file', false],
    ['empty', false],
    ['unread', false],
    ["a '$(exit 3)\n name", false],
    ['folder', true],
    ['link', true],
    ['dangling', false],
    ['nothing', false],
    ['pipe', false],
  ])('%j is a directory: %j', async (name, isDirectory) => {
    // Another name each round: what has answered is not asked again at once.
    const path = `${folder}${'/.'.repeat(round)}/${name}`;
    expect(await answering(path)).toBe(isDirectory);
  });
});

test.each(['-n', '!', '(', ''])('%j is a path as well', async (path) => {
  expect(await answering(path)).toBe(false);
});

test('names of our own descriptors are not another process to ask', async () => {
  expect(await answering('/dev/stdin')).toBe(false);
});
