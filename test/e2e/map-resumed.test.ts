// What a scan says that goes on with a map, and nothing is left to read, or no map is there.

import { readFileSync, symlinkSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mapPath } from './maps.ts';
import { scan } from './run-cli.ts';

describe('--resume', () => {
  test('of a finished map judges by what is given now, says that the map does not keep it, and reads nothing', async () => {
    const map = mapPath();
    await scan('sim:size=10MB,bad=1000', '--map', map);
    const kept = readFileSync(map);
    const again = await scan('sim:size=10MB,bad=1000', '--map', map, '--resume');
    expect(again.scan.notes.join()).not.toMatch(/does not keep/);
    const run = await scan(
      'sim:size=10MB,bad=1000',
      ...['--map', map, '--resume', '--fail-on', 'bad>5', '--label', 'rack=7'],
    );
    expect([run.status, run.scan.verdict]).toEqual([0, 'pass']);
    expect(run.scan.notes.join()).toMatch(/does not keep what was given now: --fail-on, --label/);
    expect(run.stderr).not.toMatch(/takes .* while the scan goes on/);
    expect(readFileSync(map).equals(kept)).toBe(true);
  });

  test('takes no map for its own baseline, by whatever name', async () => {
    const map = mapPath();
    await scan('sim:size=10MB', '--map', map);
    symlinkSync(map, `${map}.link`);
    const run = await scan(
      'sim:size=10MB',
      ...['--map', map, '--resume', '--baseline', `${map}.link`],
    );
    expect([run.status, run.stderr]).toEqual([
      2,
      expect.stringMatching(/--baseline: expected an earlier scan .*goes on with/),
    ]);
  });

  test('says where a name leads to no map yet', async () => {
    const run = await scan('sim:size=10MB', '--map', mapPath(), '--resume');
    expect([run.status, run.stderr]).toEqual([0, expect.stringMatching(/there is no map .* yet/)]);
  });
});
