// Which tests guard a room, and in which order they are run: the first that fails ends it, and the slow
// ones come last. None of them needs a disk.

export interface Room {
  /** Of the sources, with a slash behind it. */
  readonly path: string;
  /** Files or folders; a file may stand again behind its folder, where its turn is. */
  readonly tests: readonly string[];
}

const SCANS = [
  'test/property/check.test.ts',
  'test/property/scan-states.test.ts',
  'test/property/equal-jobs.test.ts',
  'test/property/faults-in-faults-out.test.ts',
];
const MAPS = [
  'test/property/map-power-loss.test.ts',
  'test/property/hostile-maps.test.ts',
  'test/unit/map-file/damage.test.ts',
];
const TEXTS = ['run-text', 'run-json', 'bench-text', 'bench-json', 'exit-status'].map(
  (name) => `test/unit/${name}.test.ts`,
);
const OPTIONS = ['test/unit/scan-plan.test.ts', 'test/unit/scan-options.test.ts'];

const ROOMS: readonly Room[] = [
  {
    path: 'src/vocabulary/',
    tests: [
      'test/unit/vocabulary/',
      ...TEXTS,
      ...OPTIONS,
      'test/unit/report/',
      'test/unit/reading/',
      'test/unit/map-file/',
      'test/unit/vocabulary/extents.test.ts',
      'test/unit/kernel-log/',
      'test/unit/check/',
      'test/unit/map-file/damage.test.ts',
    ],
  },
  {
    path: 'src/report/',
    tests: [
      'test/unit/report/',
      ...TEXTS,
      'test/unit/check/',
      'test/unit/disks/list-command.test.ts',
      'test/property/hostile-strings.test.ts',
    ],
  },
  {
    path: 'src/map-file/',
    tests: ['test/unit/map-file/', 'test/unit/report/', 'test/unit/engine/map-paths', ...MAPS],
  },
  {
    path: 'src/reading/',
    tests: [
      'test/unit/reading/',
      'test/unit/engine/',
      'test/unit/benchmark/',
      'test/unit/check/',
      ...TEXTS,
      ...SCANS,
    ],
  },
  {
    path: 'src/engine/',
    tests: ['test/unit/engine/', ...OPTIONS, ...TEXTS, 'test/unit/report/', ...MAPS, ...SCANS],
  },
];

/** Elsewhere: all that needs no disks. */
const ALL = ['test/unit/', 'test/tui/', 'test/property/'];

export function testsOf(file: string): readonly string[] {
  return ROOMS.find(({ path }) => file.startsWith(path))?.tests ?? ALL;
}
