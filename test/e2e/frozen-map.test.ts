// A map's file system that hangs: who looks on is told what the process waits for when all is said.

import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { canMakeDisks, describeUnless } from '../rig/availability.ts';
import { isThere } from '../rig/server-binary.ts';
import { run as runTool, tryRun, until } from '../rig/system.ts';
import { temporaryDirectory } from './fixtures.ts';
import { startCli } from './run-cli.ts';

/** A small ext4, mounted. */
function mountedFileSystem(): string {
  const directory = temporaryDirectory();
  const [image, mounted] = [join(directory, 'fs.img'), join(directory, 'mounted')];
  writeFileSync(image, '');
  truncateSync(image, 64 << 20);
  runTool('mkfs.ext4', ['-q', image]);
  mkdirSync(mounted);
  runTool('mount', ['-o', 'loop', image, mounted]);
  onTestFinished(() => {
    tryRun('fsfreeze', ['-u', mounted]);
    tryRun('umount', ['-l', mounted]);
  });
  return mounted;
}

const tools = ['mkfs.ext4', 'fsfreeze'].find((name) => !isThere(name));
const reason = tools === undefined ? canMakeDisks() : `${tools} is not there`;

const SIM = ['scan', 'sim:size=100GB,speed=1', '--no-tui'];

/** Started, and what it said on standard error until now. */
function started(map: string, json: string) {
  const running = startCli([...SIM, '--map', map, '--json', json]);
  let said = '';
  running.child.stderr!.on('data', (text) => {
    said += text;
  });
  return { ...running, said: () => said };
}

describeUnless(reason, 'a map on a file system that hangs', () => {
  test('is told, and so is what the process waits for at its end', async () => {
    const mounted = mountedFileSystem();
    const [map, json] = [join(mounted, 'a.map'), join(temporaryDirectory(), 'a.json')];
    const running = started(map, json);
    await until('a map', () => existsSync(map) && running.said().includes('scanning'));
    runTool('fsfreeze', ['-f', mounted]);
    // It is written to twice a second.
    await new Promise((resolve) => setTimeout(resolve, 2000));
    running.child.kill('SIGINT');
    await until(
      'words',
      () => /waiting for the file system of .*a\.map/.test(running.said()),
      120_000,
    );
    expect(running.said()).toMatch(/the map's file system does not answer/);
    const report = JSON.parse(readFileSync(json, 'utf8'));
    expect(report.verdict).toBe('incomplete');
    runTool('fsfreeze', ['-u', mounted]);
    expect((await running.finished).status).toBe(3);
  });
  test('that is to be made there is waited for, in words; Ctrl-C ends it with 4 and JSON', async () => {
    const mounted = mountedFileSystem();
    runTool('fsfreeze', ['-f', mounted]);
    const json = join(temporaryDirectory(), 'a.json');
    const running = started(join(mounted, 'a.map'), json);
    await until(
      'words',
      () => /waiting for the file system of .*a\.map/.test(running.said()),
      120_000,
    );
    running.child.kill('SIGINT');
    await until('the report', () => existsSync(json), 120_000);
    await until('why', () => /no process go before/.test(running.said()), 120_000);
    runTool('fsfreeze', ['-u', mounted]);
    expect((await running.finished).status).toBe(4);
    expect(JSON.parse(readFileSync(json, 'utf8')).verdict).toBe('incomplete');
  });
});
