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

export const ROOMS: readonly Room[] = [
  {
    path: 'src/vocabulary/',
    tests: [
      'test/unit/vocabulary/',
      'test/unit/report/',
      'test/unit/cli/',
      'test/unit/reading/',
      'test/unit/engine/scan-plan.test.ts',
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
      'test/unit/cli/',
      'test/unit/check/',
      'test/unit/disks/list-command.test.ts',
      'test/property/hostile-strings.test.ts',
    ],
  },
  {
    path: 'src/map-file/',
    tests: [
      'test/unit/map-file/',
      'test/unit/report/',
      'test/unit/engine/map-paths.test.ts',
      ...MAPS,
    ],
  },
  {
    path: 'src/reading/',
    tests: [
      'test/unit/reading/',
      'test/unit/engine/',
      'test/unit/benchmark/',
      'test/unit/check/',
      'test/unit/report/',
      ...SCANS,
    ],
  },
  {
    path: 'src/engine/',
    tests: [
      'test/unit/engine/',
      'test/unit/report/',
      'test/unit/cli/',
      'test/unit/lifecycle.test.ts',
      ...MAPS,
      ...SCANS,
    ],
  },
];

/** Elsewhere: all that needs no disks. */
const ALL = ['test/unit/', 'test/tui/', 'test/property/'];

export function testsOf(file: string): readonly string[] {
  return ROOMS.find(({ path }) => file.startsWith(path))?.tests ?? ALL;
}
