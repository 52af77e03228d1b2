// Which tests may notice a change of a source: those that reach it by imports, the nearest first. What is
// imported as a type alone is no way, and what the tests help themselves with is no step of it. Most sources
// lie behind one that imports all: then those of the source's own room are nearer.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';

/** Elsewhere whole programs run, on disks. */
const TESTS = ['test/unit', 'test/tui', 'test/property'];
const IMPORT = /^(?:import|export)(?! type)[^;']*?'(\.[^']+)';|\bimport\('(\.[^']+)'\)/gm;
/** What is loaded as it was built, by threads and processes: rolldown.config.ts has what it is built of. */
const BUILT = /'[./]*\/dist\/([\w/-]+)\.c?js'/g;
const ENTRIES: Readonly<Record<string, string>> = { 'library/index': 'src/index.ts' };

interface Way {
  readonly test: string;
  readonly rank: number;
  /** Imports between the sources. */
  readonly steps: number;
  /** How many sources the test reaches: the fewer, the more it is about this one. */
  readonly reached: number;
}

export class Nearest {
  readonly #imports = new Map<string, readonly string[]>();
  readonly #stepsOf: ReadonlyMap<string, ReadonlyMap<string, number>>;

  /** `project` is a folder with `src/` and `test/`. */
  constructor(private readonly project: string) {
    const tests = TESTS.flatMap((folder) => filesOf(project, folder)).filter((file) =>
      file.endsWith('.test.ts'),
    );
    this.#stepsOf = new Map(tests.map((test) => [test, this.#steps(test)]));
  }

  /** At most `most` tests: its namesake, its own room's that share a word with its name, who imports it,
   * others of its room, and then the rest. */
  testsOf(source: string, most: number): readonly string[] {
    const ways: Way[] = [];
    for (const [test, steps] of this.#stepsOf) {
      const found = steps.get(source);
      if (found === undefined) continue;
      ways.push({ test, rank: rankOf(test, source, found), steps: found, reached: steps.size });
    }
    ways.sort((a, b) => a.rank - b.rank || a.steps - b.steps || a.reached - b.reached);
    return ways.slice(0, most).map(({ test }) => test);
  }

  /** Of every file that `from` reaches, how far it is. */
  #steps(from: string): Map<string, number> {
    const steps = new Map([[from, 0]]);
    let ring = [from];
    for (let step = 0; ring.length > 0; step++) {
      const next: string[] = [];
      // A file of this ring's own step is looked at in this ring.
      for (const file of ring) {
        for (const imported of this.#importsOf(file)) {
          if (steps.has(imported)) continue;
          const isStep = imported.startsWith('src/');
          steps.set(imported, isStep ? step + 1 : step);
          (isStep ? next : ring).push(imported);
        }
      }
      ring = next;
    }
    return steps;
  }

  #importsOf(file: string): readonly string[] {
    const known = this.#imports.get(file);
    if (known !== undefined) return known;
    const text = file.endsWith('.ts') ? readFileSync(join(this.project, file), 'utf8') : '';
    const imports = [
      ...[...text.matchAll(IMPORT)].map(([, a, b]) => normalize(join(dirname(file), (a ?? b)!))),
      ...[...text.matchAll(BUILT)].map(([, entry]) => ENTRIES[entry!] ?? `src/${entry}.ts`),
    ];
    // Of what only looks like an import, as in a test of imports, there is no file.
    const found = imports.filter((path) => existsSync(join(this.project, path)));
    this.#imports.set(file, found);
    return found;
  }
}

function rankOf(test: string, source: string, steps: number): number {
  const [name, tested] = [basename(source, '.ts'), basename(test, '.test.ts')];
  if (name === tested) return 0;
  const isOwnRoom = dirname(test).endsWith(dirname(source).slice('src'.length));
  const words = name.split('-');
  if (isOwnRoom && tested.split('-').some((word) => words.includes(word))) return 1;
  if (steps === 1) return 2;
  return isOwnRoom ? 3 : 4;
}

/** With paths from the project's. */
export function filesOf(project: string, folder: string): string[] {
  const entries = readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' });
  return entries
    .filter((entry) => entry.endsWith('.ts'))
    .map((entry) => join(folder, entry))
    .sort();
}
