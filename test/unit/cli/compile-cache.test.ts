// Whose compiled code is run, and what is kept.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownFolder } from '../../../src/cli/compile-cache.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'surfscan-cache-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('it lies with the user, for nobody else', () => {
  const folder = ownFolder({ HOME: home });
  expect(folder).toBe(join(home, '.cache/surfscan'));
  expect(statSync(folder!).mode & 0o777).toBe(0o700);
});

test('systemd and XDG say where', () => {
  const [systemd, xdg] = [join(home, 'a'), join(home, 'b')];
  expect(ownFolder({ HOME: home, XDG_CACHE_HOME: xdg })).toBe(join(xdg, 'surfscan'));
  expect(ownFolder({ HOME: home, XDG_CACHE_HOME: xdg, CACHE_DIRECTORY: systemd })).toBe(
    join(systemd, 'surfscan'),
  );
});

test.each([
  ['no home', {}],
  ['a relative one', { XDG_CACHE_HOME: 'cache' }],
  ['several', { CACHE_DIRECTORY: '/var/cache/a:/var/cache/b' }],
  ['a folder that cannot be made', { HOME: '/dev/null' }],
])('%s: none', (_, env) => {
  expect(ownFolder(env)).toBeNull();
});

test('none is wanted', () => {
  expect(ownFolder({ HOME: home, NODE_DISABLE_COMPILE_CACHE: '1' })).toBeNull();
});

test('what others may write is not run', () => {
  const folder = join(home, '.cache/surfscan');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  expect(ownFolder({ HOME: home })).toBeNull();
});

test('nor is a file', () => {
  writeFileSync(join(home, '.cache'), '');
  expect(ownFolder({ HOME: home })).toBeNull();
});
