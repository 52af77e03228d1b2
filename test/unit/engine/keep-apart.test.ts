// A worker that was left in its read: what it put down and never told is nobody's finding.

import { expect, test } from 'vitest';
import { newContext } from '../../../src/engine/context.ts';
import { prove } from '../../../src/engine/coverage.ts';
import { planScan } from '../../../src/engine/options.ts';
import { keepApart } from '../../../src/engine/rollback.ts';
import { inspectTarget } from '../../../src/index.ts';
import { errorOfCode, UNREAD_BYTE } from '../../../src/vocabulary/classes.ts';

test('a block that failed and was not told is unread, not good; the map stays as it was then', async () => {
  const target = await inspectTarget('sim:size=2048s');
  const context = newContext(target, planScan(target, {}), null);
  const shared = new Uint8Array(context.mapMemory);
  const { byte, native } = errorOfCode('IDNF');
  shared.set([100, byte!, byte!, 100]);
  context.findings.addFailed({
    from: 256,
    to: 512,
    latencyNs: 1,
    error: native,
    errno: 0,
    drive: 0,
    named: false,
    late: false,
  });

  keepApart(context);
  shared.fill(100); // it came back

  expect([...context.map]).toEqual([100, byte, UNREAD_BYTE, 100, 0, 0, 0, 0]);
  expect(prove(context, context.findings.allBad())).toEqual({
    total: 2048,
    good: 512,
    bad: 256,
    unread: 1280,
  });
});
