// One picture of a scan: verdict, whole disk, curve, one below the other.

import { expect, test } from 'vitest';
import { type ScanResult, scanSvg } from '../../../../src/index.ts';
import { stored } from '../stored.ts';
import { sizeOf, textsIn } from './drawn.ts';

const BLOCKS = 1000;

function drawn(byte: number, changes: Partial<ScanResult> = {}) {
  const scan = stored({
    ...{ sectors: BLOCKS * 8, blockSectors: 8 },
    bytes: new Array<number>(BLOCKS).fill(byte),
  });
  return scanSvg({ ...scan, result: { ...scan.result, ...changes } });
}

/** Where the parts begin. */
const placesIn = (text: string) =>
  [...text.matchAll(/<g transform="translate\(0 ([\d.]+)\)">/g)].map(([, y]) => Number(y));

test('its head says the verdict, the day, and what decided', () => {
  const heads = (changes: Partial<ScanResult>) => {
    const text = drawn(80, changes);
    return [...text.matchAll(/<text x="62" y="(32|54)" font-size="\d+"[^>]*>([^<]*)</g)].map(
      ([, y, words]) => [Number(y), words],
    );
  };
  const passed = { verdict: 'pass', rules: [], bad: [], slow: [] } as const;
  expect(heads(passed)).toEqual([
    [32, 'PASS ST1000DM003 Z1D0AAAA, 4.10 MB'],
    [54, expect.stringMatching(/^2026-11-22( · .*)?$/)],
  ]);
  const coverage = { total: BLOCKS * 8, good: BLOCKS * 8 - 8, bad: 8, unread: 0 };
  const [, [, words]] = heads({ coverage }) as [unknown, [number, string]];
  expect(words).toMatch(/^2026-11-22 · 8 bad sectors(;|$)/);
  expect(words.length).toBeLessThanOrEqual(13 + 150);
});

test('the map, and below it the curve with its name, fill it', () => {
  const text = drawn(80);
  // The map's 460 from 74 on, then 26 for the name.
  const [map, curve] = placesIn(text);
  expect([map, curve]).toEqual([74, 74 + 468 + 26]);
  expect(sizeOf(text)).toEqual([1180, curve! + 218]);
  expect(text).toContain(`<text x="62" y="${curve}" font-weight="600">Speed over the disk</text>`);
});

test('a curve of latencies is called so', () => {
  const { result } = stored({ sectors: 8, blockSectors: 8, bytes: [80] });
  const text = drawn(80, { mode: { ...result.mode, jobs: 4 } });
  expect(text).toContain('>Latency over the disk</text>');
});

test('where nothing was read there is no curve, and no room for it', () => {
  const text = drawn(0);
  expect(placesIn(text)).toEqual([74]);
  expect(sizeOf(text)).toEqual([1180, 74 + 468]);
  expect(textsIn(text).map((label) => label.text)).not.toContain('MB/s');
});
