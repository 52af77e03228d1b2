// So many disks at the same time, and no more; all of them in the end.

import { describe, expect, test } from 'vitest';
import { inspectTarget } from '../../../src/disks/inspect.ts';
import { Run } from '../../../src/engine/run.ts';
import { hasResult } from '../../../src/engine/run-entry.ts';

const DISKS = 5;

async function planned() {
  const targets = Array.from({ length: DISKS }, (_, i) =>
    inspectTarget(`sim:size=1GB,serial=D${i},bad=${1000 * i}`),
  );
  return Run.plan(await Promise.all(targets), { jobs: 1 + (DISKS % 2) });
}

/** That have begun and are not over. */
const running = (run: Run) =>
  run.scans.filter((scan) => {
    const { phase, doneSectors } = scan.progress();
    return phase !== 'ended' && doneSectors > 0;
  }).length;

describe.each([1, 2, 4, DISKS, 99])('%d at once', (atOnce) => {
  test('all are scanned, and never more side by side', async () => {
    const run = await planned();
    let most = 0;
    const looking = setInterval(() => {
      most = Math.max(most, running(run));
    }, 1);
    const entries = await run.scan(() => {
      most = Math.max(most, running(run));
    }, atOnce);
    clearInterval(looking);
    expect(entries.map((entry) => hasResult(entry) && entry.coverage.bad)).toEqual(
      Array.from({ length: DISKS }, () => 1),
    );
    expect(most).toBeLessThanOrEqual(atOnce);
  });
});

test('a run that is stopped reads nothing of those that wait', async () => {
  const run = await planned();
  const entries = await run.scan(() => run.stop(), 1);
  const unread = entries.map((entry) => hasResult(entry) && entry.coverage.unread > 0);
  expect(unread).toEqual([false, true, true, true, true]);
  for (const entry of entries.slice(1)) {
    expect(hasResult(entry) && entry.coverage.good).toBe(0);
  }
});
