// Which tests may notice a change, in which order.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Nearest } from '../../mutate/nearest.ts';

const FILES: Readonly<Record<string, string>> = {
  'src/engine/pass.ts': "import { grid } from '../words/grid.ts';",
  'src/engine/scan.ts':
    "import { pass } from './pass.ts';\nconst late = await import('./late.ts');",
  'src/engine/late.ts':
    "import {\n  type A,\n  b,\n} from '../words/deep.ts';\nimport { pool } from './pool.ts';",
  'src/engine/pool.ts':
    "import { far } from './far.ts';\nconst URL = '../../dist/engine/worker.cjs';",
  'src/engine/worker.ts': '',
  'src/engine/far.ts': '',
  'src/engine/kept-pass.ts': '',
  'src/engine/alone.ts': '',
  'src/index.ts': "export { pool } from './engine/pool.ts';",
  'src/words/grid.ts': "import '../engine/kept-pass.ts';",
  'src/words/deep.ts': '',
  'src/words/types.ts': '',
  'test/unit/engine/pass.test.ts': "import { pass } from '../../../src/engine/pass.ts';",
  'test/unit/engine/more.test.ts': "import { scan } from './help.ts';",
  'test/unit/engine/help.ts':
    "import type { T } from '../../../src/words/types.ts';\nexport { scan } from '../../../src/engine/scan.ts';",
  'test/unit/words.test.ts': "import { grid } from '../../src/words/grid.ts';",
  'test/property/library.test.ts': "run('../../dist/library/index.js');",
  'test/tui/many.test.ts':
    "import { grid } from '../../src/words/grid.ts';\nimport { pool } from '../../src/engine/pool.ts';",
};
const project = mkdtempSync(join(tmpdir(), 'surfscan-nearest-'));
for (const [path, text] of Object.entries(FILES)) {
  mkdirSync(join(project, dirname(path)), { recursive: true });
  writeFileSync(join(project, path), text);
}
afterAll(() => rmSync(project, { recursive: true }));

const nearest = new Nearest(project);
const [pass, more, words, library, many] = [
  'test/unit/engine/pass.test.ts',
  'test/unit/engine/more.test.ts',
  'test/unit/words.test.ts',
  'test/property/library.test.ts',
  'test/tui/many.test.ts',
];

describe('a source is guarded by', () => {
  test.each<[string, string, string[]]>([
    [
      'those that import it, the more particular first',
      'src/words/grid.ts',
      [words, many, pass, more],
    ],
    ['those that import it through others, helpers or late', 'src/words/deep.ts', [more]],
    ['its namesake, and by who is further off', 'src/engine/pass.ts', [pass, more]],
    ['those that run it as it was built', 'src/engine/worker.ts', [more, many, library]],
    [
      'its room’s that share a word with its name',
      'src/engine/kept-pass.ts',
      [pass, more, words, many],
    ],
    ['those that run the library', 'src/index.ts', [library]],
    ['nobody, where nothing but its types is imported', 'src/words/types.ts', []],
    ['nobody', 'src/engine/alone.ts', []],
    ['its room’s, before others that are nearer', 'src/engine/far.ts', [more, many, library]],
  ])('%s', (_, source, expected) => {
    expect(nearest.testsOf(source, 10)).toEqual(expected);
  });
});

test('of many only the nearest are asked', () => {
  expect(nearest.testsOf('src/words/grid.ts', 2)).toEqual([words, many]);
});
