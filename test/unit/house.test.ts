// docs/architecture.md is true: every room is on it, imports go down its floors only, and what is to be in
// one place is.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PAGE = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
const MOST_LINES = 250;

const textOf = (file: string) => readFileSync(join(ROOT, file), 'utf8');

/** Files below a folder, from the root of the project, by the ends of their names. */
function filesOf(folder: string, ...ends: readonly string[]): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name}`)
    .filter(
      (file) => ends.some((end) => file.endsWith(end)) && statSync(join(ROOT, file)).isFile(),
    );
}

/** Folders in a folder, but for hidden ones and what is built or installed. */
function foldersOf(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .filter((name) => !/^(\.|node_modules$|dist$|build)/.test(name));
}

const SOURCES = filesOf('src', '.ts');
const NATIVE = filesOf('native', '.cc', '.h');

/** Room → floor, of the page's tables. */
const FLOORS: ReadonlyMap<string, number> = new Map(
  [...PAGE.matchAll(/^\| (\d) \| `((?:src|native)\/[^`]+)\/` \|/gm)].map(([, floor, room]) => [
    room!,
    Number(floor),
  ]),
);

/** "src/disks/linux/node.ts" is in "src/disks". */
const roomOf = (file: string) => file.split('/').slice(0, 2).join('/');

const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g;
const INCLUDE = /^#include "([^"]+)"/gm;

const importsOf = (file: string) =>
  [...textOf(file).matchAll(IMPORT)].map(([, path]) => normalize(join(dirname(file), path!)));

/** Of the core: tests, fuzzers and FreeBSD's contract headers have paths of their own. */
const CORE = NATIVE.filter((file) => !/^native\/(test|fuzz|freebsd\/include)\//.test(file));

const includesOf = (file: string) =>
  [...textOf(file).matchAll(INCLUDE)]
    .map(([, path]) => `native/${path}`)
    .filter((path) => existsSync(join(ROOT, path)));

/** "src/a/x.ts -> src/b/y.ts" for each import that does not go down. */
function upwards(files: readonly string[], importsOfFile: (file: string) => string[]): string[] {
  return files.flatMap((file) => {
    const own = FLOORS.get(roomOf(file));
    if (own === undefined) return [];
    return importsOfFile(file)
      .filter((path) => roomOf(path) !== roomOf(file) && !(FLOORS.get(roomOf(path))! < own))
      .map((path) => `${file} -> ${path}`);
  });
}

/** Files that import each other, in a circle of any length. */
function circles(files: readonly string[]): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (file: string, way: readonly string[]) => {
    if (state.get(file) === 'open')
      found.push([...way.slice(way.indexOf(file)), file].join(' -> '));
    if (state.has(file)) return;
    state.set(file, 'open');
    for (const next of importsOf(file)) visit(next, [...way, file]);
    state.set(file, 'done');
  };
  for (const file of files) visit(file, []);
  return found;
}

describe('the house', () => {
  test('every folder is on the page', () => {
    const below = (folder: string) => foldersOf(folder).map((name) => `${folder}/${name}`);
    const top = foldersOf('.').filter((name) => !['src', 'native', 'test'].includes(name));
    const rooms = [...top, ...below('src'), ...below('native'), ...below('test')];
    expect(rooms.length).toBeGreaterThan(20);
    expect(rooms.filter((room) => !PAGE.includes(`\`${room}/`))).toEqual([]);
  });

  test('every room and file that the page names is there', () => {
    const named = [...PAGE.matchAll(/`((?:src|native|test|bench|docs)\/[^`*]*)`/g)].map(
      ([, path]) => path!,
    );
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test('no import runs up a floor, or across it', () => {
    expect(FLOORS.size).toBeGreaterThan(18);
    expect(upwards(SOURCES, importsOf)).toEqual([]);
    expect(upwards(CORE, includesOf)).toEqual([]);
  });

  test('no files import each other in a circle', () => {
    expect(circles(SOURCES)).toEqual([]);
  });

  test('the command line knows the library and the screens alone', () => {
    const rooms = new Set(filesOf('src/cli', '.ts').flatMap((file) => importsOf(file).map(roomOf)));
    expect([...rooms].sort()).toEqual(['src/api', 'src/cli', 'src/tui']);
  });

  test('reports and screens know no addon', () => {
    const pure = [...filesOf('src/report', '.ts'), ...filesOf('src/tui', '.ts')];
    expect(
      pure.filter((file) => importsOf(file).some((path) => roomOf(path) === 'src/addon')),
    ).toEqual([]);
  });

  test('napi.h and blessed are in one place each', () => {
    const napi = NATIVE.filter((file) => /#include [<"]napi\.h/.test(textOf(file)));
    expect(new Set(napi.map(roomOf))).toEqual(new Set(['native/binding']));
    const blessed = SOURCES.filter((file) => /from 'blessed'/.test(textOf(file)));
    expect(blessed).toEqual(['src/tui/terminal.ts']);
  });

  test(`no file has more than ${MOST_LINES} lines`, () => {
    const code = [
      ...SOURCES,
      ...NATIVE,
      ...filesOf('test', '.ts', '.c', '.h', '.sh'),
      ...filesOf('bench', '.ts', '.c'),
    ];
    const long = code
      .map((file) => [file, textOf(file).split('\n').length - 1] as const)
      .filter(([, lines]) => lines > MOST_LINES);
    expect(Object.fromEntries(long)).toEqual({});
  });
});
