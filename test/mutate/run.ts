// `npm run mutate -- PATH… [--most N] [--seed N] [--tests N] [--verbose]`: changes sources one place at
// a time and tells which changes no test noticed. PATH: a file, a folder, or FILE:LINE. Not part of what
// guards main: it takes hours for all of src, and its figures are read, not compared with a limit. Only the
// nearest tests are asked: with all of them the figures could only be higher.

import { readFileSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { parseArgs } from 'node:util';
import { Chance } from '../property/chance.ts';
import { type Accepted, keyOf, parseAccepted } from './accepted.ts';
import { type Change, changesOf } from './changes.ts';
import { Judge } from './judge.ts';
import { filesOf, Nearest } from './nearest.ts';
import { Workspace } from './workspace.ts';

const PROJECT = process.cwd();
const DEFAULT_MOST = 60;
/** Test files that are asked: who is further off notices by chance, and costs minutes. */
const DEFAULT_TESTS = 50;

interface Candidate {
  readonly file: string;
  readonly source: string;
  readonly change: Change;
}

interface Tally {
  noticed: number;
  accepted: number;
  odd: number;
  readonly survivors: string[];
}

const newTally = (): Tally => ({ noticed: 0, accepted: 0, odd: 0, survivors: [] });

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    most: { type: 'string', default: String(DEFAULT_MOST) },
    seed: { type: 'string', default: '1' },
    tests: { type: 'string', default: String(DEFAULT_TESTS) },
    verbose: { type: 'boolean', default: false },
  },
});
const [most, seed, tests] = [Number(values.most), Number(values.seed), Number(values.tests)];
if (positionals.length === 0 || !(most >= 1 && tests >= 1) || !Number.isSafeInteger(seed)) {
  console.error('usage: npm run mutate -- PATH… [--most N] [--seed N] [--tests N] [--verbose]');
  process.exit(2);
}

const accepted = parseAccepted(readFileSync(join(PROJECT, 'test/mutate/accepted.txt'), 'utf8'));
const workspace = new Workspace(PROJECT);
const judge = new Judge(workspace, new Nearest(PROJECT), tests, seed);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    workspace.close();
    process.exit(130);
  });
}
try {
  const told: (() => void)[] = [];
  for (const path of positionals) told.push(await mutate(path, accepted));
  // A figure is worth nothing where a test fails by itself.
  await judge.assertTrue();
  for (const tell of told) tell();
} finally {
  workspace.close();
}

/** Returns what tells the figures. */
async function mutate(path: string, accepted: Accepted): Promise<() => void> {
  const all = candidatesOf(path);
  const chosen = sample(all, most);
  const how = chosen.length < all.length ? `a sample of ${chosen.length} (--seed ${seed})` : 'all';
  console.log(`${path}: ${all.length} changes, ${how}`);
  tellStale(candidatesOf(path.split(':')[0]!), accepted);
  const tallies = new Map<string, Tally>();
  for (const { file, source, change } of chosen) {
    const tally = tallies.get(file) ?? newTally();
    tallies.set(file, tally);
    if (accepted.has(keyOf(file, change))) {
      tally.accepted++;
      continue;
    }
    const place = `${file}:${change.line}: ${change.before} → ${change.after}`;
    const { fate, by } = await judge.judge(file, source, change);
    if (fate === 'noticed') tally.noticed++;
    else if (fate === 'odd') tally.odd++;
    else tally.survivors.push(place);
    if (fate === 'survived') console.log(`  survived ${place}`);
    if (values.verbose && fate === 'noticed') console.log(`  ${place}: ${by ?? 'it never ended'}`);
  }
  return () => tell(path, tallies);
}

/** What is accepted and no change any more, of the sources that are looked at. */
function tellStale(all: readonly Candidate[], accepted: Accepted): void {
  const files = new Set(all.map(({ file }) => file));
  const keys = new Set(all.map(({ file, change }) => keyOf(file, change)));
  for (const key of accepted.keys()) {
    const isHere = files.has(key.slice(0, key.indexOf(': ')));
    if (isHere && !keys.has(key)) console.log(`  accepted, but no change any more: ${key}`);
  }
}

/** Of the sources of a folder, a file, or one line of it. */
function candidatesOf(path: string): Candidate[] {
  const [name, line] = path.split(':') as [string, string | undefined];
  const files = statSync(name).isDirectory() ? filesOf(PROJECT, name) : [normalize(name)];
  return files
    .flatMap((file) => {
      const source = readFileSync(file, 'utf8');
      return changesOf(source).map((change) => ({ file, source, change }));
    })
    .filter(({ change }) => line === undefined || change.line === Number(line));
}

/** So many of them, in their order: the same for the same seed. */
function sample(all: readonly Candidate[], most: number): readonly Candidate[] {
  const chance = new Chance(seed);
  const chosen: Candidate[] = [];
  for (const [i, candidate] of all.entries()) {
    if (chance.below(all.length - i) < most - chosen.length) chosen.push(candidate);
  }
  return chosen;
}

function tell(path: string, tallies: ReadonlyMap<string, Tally>): void {
  const sum = newTally();
  for (const [file, tally] of tallies) {
    console.log(`${file}: ${inWords(tally)}`);
    sum.noticed += tally.noticed;
    sum.accepted += tally.accepted;
    sum.odd += tally.odd;
    sum.survivors.push(...tally.survivors);
  }
  console.log(`${path}, in all: ${inWords(sum)}`);
  for (const survivor of sum.survivors) console.log(`  ${survivor}`);
}

function inWords({ noticed, accepted, odd, survivors }: Tally): string {
  const made = noticed + survivors.length;
  const percent = made === 0 ? '' : ` (${((100 * noticed) / made).toFixed(1)} %)`;
  return `noticed ${noticed} of ${made}${percent}; ${accepted} accepted, ${odd} do not compile`;
}
