// The fault server, compiled once per version of its source.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Found upwards: the benchmarks run a compiled copy of this file that lies elsewhere. */
export const PROJECT = projectDirectory();

const RIG = join(PROJECT, 'test/rig');
// In the tree, where git and the linter pass it by, and not in a shared /tmp: root runs it.
const CACHE = join(PROJECT, 'build-rig');

/** The first of cc and gcc that is there. */
export function cCompiler(): string | null {
  return ['cc', 'gcc'].find(isThere) ?? null;
}

export function serverBinary(): string {
  return compiled('fault_server', inRig('.c'), inRig('.h'));
}

export function compiled(
  name: string,
  sources: readonly string[],
  headers: readonly string[] = [],
): string {
  const hash = createHash('sha256');
  for (const path of [...sources, ...headers]) hash.update(readFileSync(path));
  const binary = join(CACHE, `${name}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(binary)) return binary;

  const compiler = cCompiler();
  if (compiler === null) throw new Error('no C compiler: neither cc nor gcc is there');
  mkdirSync(CACHE, { recursive: true });
  const fresh = `${binary}.${process.pid}`; // another test process may be building it as well
  execFileSync(compiler, ['-O2', '-Wall', '-Wextra', '-pthread', '-o', fresh, ...sources]);
  renameSync(fresh, binary);
  return binary;
}

export function isThere(program: string): boolean {
  const path = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;
  return path.split(':').some((directory) => existsSync(`${directory}/${program}`));
}

/** All files there that end so, in the order of their names. */
function inRig(end: string): string[] {
  const names = readdirSync(RIG).filter((name) => name.endsWith(end));
  return names.sort().map((name) => join(RIG, name));
}

function projectDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}
