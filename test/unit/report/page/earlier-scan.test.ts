// What a scan's page says of the scan that it was compared with.

import { expect, test } from 'vitest';
import { compareScans } from '../../../../src/engine/compare.ts';
import { scanPage } from '../../../../src/index.ts';
import { exact, type StoredShape, stored } from '../stored.ts';

function scan(bad: StoredShape['bad'] = []) {
  const bytes = Array.from({ length: 100 }, (_, i) => (i < 20 && bad.length > 0 ? 247 : 80));
  return { ...stored({ sectors: 1000, blockSectors: 10, bytes, bad }), slow: [] };
}

function sectionOf(bad: StoredShape['bad']): string {
  const now = scan(bad);
  const compared = compareScans(scan(), now);
  const page = scanPage({ ...now, result: { ...now.result, compared } });
  return page.slice(page.indexOf('<h2>Beside the scan of'));
}

test('what changed, its sum first', () => {
  const section = sectionOf([exact(11, 13)]);
  expect(section).toMatch(/^<h2>Beside the scan of 2026-11-22<\/h2>/);
  expect(section).toMatch(/DIFFERS: 2 new bad sectors.*<li>new bad LBA 11-12/s);
});

test('many changes are cut kind by kind, and how many are not shown', () => {
  const section = sectionOf(Array.from({ length: 70 }, (_, i) => exact(2 * i, 2 * i + 1)));
  expect(section.match(/<li>new bad/g)).toHaveLength(50);
  expect(section).toContain('… and 20 more bad (--json lists them)');
  expect(section).toContain('<li>SMART not compared');
});
