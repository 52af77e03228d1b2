// Where reports are kept that nothing else holds.

import { expect, test } from 'vitest';
import { stateFolder } from '../../../src/cli/kept-report.ts';

test.each([
  ['/srv/state', false, '/srv/state/surfscan'],
  ['/srv/state', true, '/srv/state/surfscan'],
  [undefined, true, '/var/lib/surfscan'],
  [undefined, false, '/home/a/.local/state/surfscan'],
  // The specification has such values ignored.
  ['', false, '/home/a/.local/state/surfscan'],
  ['state', true, '/var/lib/surfscan'],
  ['../../etc', false, '/home/a/.local/state/surfscan'],
])('XDG_STATE_HOME %o, root %o: %s', (given, isRoot, folder) => {
  expect(stateFolder({ XDG_STATE_HOME: given }, isRoot, '/home/a')).toBe(folder);
});
