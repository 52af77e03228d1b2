// Nothing is ever written to a target: the system calls prove it.

import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { bad, slow, weak } from '../rig/faults.ts';
import { isThere } from '../rig/server-binary.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { badExtent } from './report-shape.ts';
import { type CliRun, runCli, scanArgs } from './run-cli.ts';

// `?`: not every processor has every one of them.
const OPENING = '?open,openat,?openat2,?creat,truncate,ftruncate,fallocate';
const reason = isThere('strace') ? canMakeDisks() : 'strace is not there';

describeUnless(reason, 'read only', () => {
  test('a faulty disk is opened for reading, and only so', async () => {
    const disk = await diskOf(16 * MIB, bad(1000), weak(3000), slow(9000, 9000, 600));
    const { run, opens } = await traced(disk.path, '--retries', 1);
    expect(run.scan.bad).toEqual([badExtent(1000, 1000, 2)]);
    expectReadOnly(opens);
  });

  test('an image that could be written is opened for reading, and stays what it was', async () => {
    const path = join(temporaryDirectory(), 'disk.img');
    const content = Buffer.alloc(3 << 20, 'surfscan');
    writeFileSync(path, content);
    const before = statSync(path);
    const { run, opens } = await traced(path);
    expect(run.status).toBe(0);
    expectReadOnly(opens);
    expect(statSync(path).mtimeMs).toBe(before.mtimeMs);
    expect(sha256(readFileSync(path))).toBe(sha256(content));
  });
});

test.each([
  '>>',
  '2>>',
  '1<>',
  '>>"$0" 2>>',
])('an image as the output, by %s, stays what it was', async (redirection) => {
  const path = join(temporaryDirectory(), 'disk.img');
  const content = Buffer.alloc(1 << 20, 'surfscan');
  writeFileSync(path, content);
  const wrapper = ['sh', '-c', `exec "$@" ${redirection}"$0"`, path];
  const run = await runCli(['scan', path, '--no-tui'], { wrapper });
  expect(run.status).toBe(2);
  expect(readFileSync(path).equals(content)).toBe(true);
});

/** The calls of a scan that name its target. */
async function traced(
  target: string,
  ...args: (string | number)[]
): Promise<{ run: CliRun; opens: string[] }> {
  const file = join(temporaryDirectory(), 'calls');
  const wrapper = ['strace', '-f', '-qq', '-e', `trace=${OPENING}`, '-s', '4096', '-o', file];
  const run = await runCli(scanArgs(target, ...args), { wrapper });
  const calls = readFileSync(file, 'utf8').split('\n');
  // By whatever name: a device that is opened for writing would be a disk.
  const written = calls.filter((line) => /"\/dev\/.*(O_RDWR|O_WRONLY)/.test(line));
  expect(written.filter((line) => !/"\/dev\/(null|tty|pts\/\d+)"/.test(line))).toEqual([]);
  return { run, opens: calls.filter((line) => line.includes(`"${target}"`)) };
}

function expectReadOnly(opens: readonly string[]): void {
  expect(opens.length, 'it was opened at all').toBeGreaterThan(0);
  for (const call of opens) {
    expect(call).toMatch(/O_RDONLY/);
    expect(call).not.toMatch(/O_RDWR|O_WRONLY|O_TRUNC|O_CREAT|creat\(|truncate|fallocate/);
  }
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
