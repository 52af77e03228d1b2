// Is the addon that cmake-js builds the same program as node-gyp's? Puts it where the command line
// looks for it, in a copy, and scans a faulty disk: exactly those faults must come out.
//   npm run build:cmake && npm run prepare && node test/cmake-addon.mjs

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'surfscan-cmake-'));
try {
  for (const part of ['dist', 'package.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  const addon = join('Release', 'surfscan.node');
  cpSync(join(root, 'build-cmake', addon), join(copy, 'build', addon));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

  const disk =
    'sim:size=1GB,bad=1000,bad=5000-5001/IDNF,weak=9000@1,slow=20000@700,slow=30000@700*1';
  const args = ['dist/cli/main.js', 'scan', disk, '--no-tui', '--json', '-'];
  const run = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' });
  assert.equal(run.status, 1, run.stderr);
  const { schema, verdict, scans } = JSON.parse(run.stdout);
  const { coverage, blocks, bad, weak, rules, notes } = scans[0];
  const slow = scans[0].slow.map(({ again_us, ...first }) => ({ ...first, again: again_us > 5e5 }));
  assert.deepEqual(
    { schema, verdict, coverage, bad, weak, slow, rules, notes },
    {
      schema: 'surfscan.run/1',
      verdict: 'fail',
      coverage: { total: 1953125, good: 1953122, bad: 3, unread: 0 },
      bad: [
        { from: 1000, to: 1000, error: 'UNC', errno: null, exact: true, reads: 1 },
        { from: 5000, to: 5001, error: 'IDNF', errno: null, exact: true, reads: 1 },
      ],
      weak: [{ from: 8960, to: 9215, error: 'UNC', errno: null, exact: false, reads: 0 }],
      slow: [
        { from: 19968, to: 20223, latency_us: 700000, again: true },
        { from: 29952, to: 30207, latency_us: 700000, again: false },
      ],
      rules: [
        { rule: 'bad>0', value: 3, failed: true },
        { rule: '>500ms>0', value: 1, failed: true },
        { rule: 'slow_zones>0', value: 0, failed: false },
      ],
      notes: [],
    },
  );
  assert.equal(
    Object.values(blocks).reduce((sum, count) => sum + count),
    Math.ceil(1953125 / 256),
  );
  assert.deepEqual([blocks['>500ms'], blocks.UNC, blocks.IDNF, blocks.unread], [2, 2, 1, 0]);
} finally {
  rmSync(copy, { recursive: true });
}
console.log('the addon of cmake-js scans as it should');
