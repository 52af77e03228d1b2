import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import {
  runReport,
  type ScanResult,
  type StoredScan,
  scanPage,
  scanSvg,
} from '../../../../src/index.ts';
import { EVIL } from '../../../property/hostile-text.ts';
import { exact, failed, stored } from '../stored.ts';

const SCAN = stored({
  sectors: 1000,
  range: [0, 990],
  blockSectors: 10,
  bytes: Array.from({ length: 99 }, (_, i) => [90, 247, 0, 160, 175][i % 50] ?? 80),
  bad: [exact(11, 13), failed(510, 520)],
  partitions: [{ index: 3, firstLba: 5, lastLba: 500 }],
});

function changed(changes: Partial<ScanResult>): StoredScan {
  return { ...SCAN, result: { ...SCAN.result, ...changes } };
}

/** Of the JSON that a reader of the same map gets. */
function jsonOf({ result }: StoredScan): object {
  return JSON.parse(JSON.stringify(runReport([result]).scans[0]));
}

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((each, key) => (each as Record<string, unknown>)[key], value);
}

/** All below an object that is a number, by path. */
function numbersOf(value: unknown, path: string): [string, number][] {
  if (typeof value === 'number') return [[path, value]];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, each]) => numbersOf(each, `${path}.${key}`));
}

describe('the numbers of the page', () => {
  const page = scanPage(SCAN);
  const told = new Map(
    [...page.matchAll(/<data value="([^"]*)" data-json="([^"]*)">([^<]+)</g)].map(
      ([, value, path, words]) => [
        path!.replace('&lt;', '<').replace('&gt;', '>'),
        { value: Number(value), words: words! },
      ],
    ),
  );

  test('are those of the JSON, each at its place', () => {
    for (const [path, { value }] of told)
      expect([path, value]).toEqual([path, at(jsonOf(SCAN), path)]);
  });

  test('are all of coverage, latencies, range, and of blocks what there is', () => {
    const json = jsonOf(SCAN) as Record<string, unknown>;
    for (const part of ['coverage', 'latency_us', 'range']) {
      for (const [path, value] of numbersOf(json[part], part)) {
        expect([path, told.get(path)?.value]).toEqual([path, value]);
      }
    }
    for (const [path, value] of numbersOf(json.blocks, 'blocks')) {
      if (value > 0) expect(told.get(path)?.value).toBe(value);
    }
  });

  test('are written as people read them', () => {
    expect(told.get('coverage.total')!.words).toBe('990');
    expect(told.get('latency_us.p50')!.words).toBe('0.71 ms');
    expect(told.get('blocks.<3ms')!.words).toBe('7,630,000');
  });

  test('are the LBAs of all that was found, with partition', () => {
    const rows = [...page.matchAll(/<tr><td class="number"[^>]*>(.*?)<\/tr>/gs)].map(([, row]) =>
      row!.replace(/<[^>]*>/g, '|').replace(/\|+/g, '|'),
    );
    expect(rows[0]).toMatch(
      /^\|?11-12\|2\|.*bad\|UNC \(ENODATA\)\|failed alone, too: 1 reading\|p3\|$/s,
    );
    expect(rows[1]).toMatch(/510-519\|10\|.*not narrowed\|$/s);
    expect(rows[2]).toMatch(/512-767\|256\|.*slow\|/s);
    expect(rows).toHaveLength(3);
  });
});

describe('the page says', () => {
  test('verdict first, then what decided it, in the order of what one asks', () => {
    const headings = [...scanPage(SCAN).matchAll(/<h[12]>(.*?)<\/h[12]>/gs)].map(([, text]) =>
      text!.replace(/<[^>]*>/g, ''),
    );
    expect(headings).toEqual([
      'FAIL ST1000DM003 Z1D0AAAA, 512 kB',
      'The disk',
      'The scan',
      'SMART, before the scan and after it',
      'Coverage: good + bad + unread = all',
      'The range that was scanned',
      'Single blocks',
      'Speed over the disk',
      'Latency of the 7,630,957 blocks that were read, and 1 that failed',
      'What was found',
      'What to do',
      'Notes',
    ]);
  });

  test('single blocks by the one script that it has', () => {
    expect(scanPage(SCAN).match(/<script>/g)).toHaveLength(1);
  });

  test('latency, and not speed, of what was read with several reads in flight', () => {
    const text = scanPage(changed({ mode: { ...SCAN.result.mode, depth: 16 } }));
    expect(text).toContain('<h2>Latency over the disk</h2>');
    expect(text).not.toContain('Speed over the disk');
  });

  test('host and labels', () => {
    const host = { name: 'storage01', machineId: 'abc', labels: { rack: '7' } };
    const text = scanPage(changed({ host }));
    expect(text).toContain('>storage01<');
    expect(text).toMatch(/rack<\/th><td><span data-json="host.labels.rack">7</);
  });

  test('what went wrong, and that a scan is not whole', () => {
    const trouble = { code: 'ERR_GONE' as const, errno: 'ENXIO', message: 'the disk left' };
    const text = scanPage(changed({ trouble, finished: null, verdict: 'incomplete' }));
    expect(text).toContain('the disk left');
    expect(text).toContain('--resume');
    expect(text).toMatch(/finished<\/th><td>no</);
  });

  test.each([
    [50, 80, 'of every sector'],
    [50, 0, 'that has not read every sector'],
    [40, 80, 'of a part of the disk'],
  ])('how much of the disk was scanned: to block %d of 50, byte %d', (blocks, byte, words) => {
    const bytes = new Array<number>(blocks).fill(80);
    bytes[7] = byte;
    const scan = stored({ sectors: 500, range: [0, 10 * blocks], blockSectors: 10, bytes });
    expect(scanPage(scan)).toMatch(new RegExp(`surface scan ${words},`));
  });

  test('long lists cut, and how much is not shown', () => {
    const bad = Array.from({ length: 400 }, (_, i) => exact(2 * i, 2 * i + 1));
    const text = scanPage(changed({ bad }));
    expect(text).toMatch(/… and 251 more/);
  });
});

test('hostile text is text wherever it comes from', () => {
  const evil = `${EVIL}</style></script><script>x</script>"'<b>`;
  const { device } = SCAN.result;
  const hostile = changed({
    device: {
      ...device,
      path: evil,
      model: evil,
      serial: evil,
      firmware: evil,
      wwn: evil,
      bus: evil,
      inUse: [evil],
    },
    host: { name: evil, machineId: evil, labels: { rack: evil } },
    notes: [evil],
    trouble: { code: 'ERR_GONE', errno: 'EIO', message: evil },
    bad: [{ from: 1, to: 2, value: { error: 'IO', errno: evil, exact: true, reads: 1 } }],
    rules: [{ rule: evil, value: 1, failed: true }],
  });
  for (const text of [scanPage(hostile), scanSvg(hostile)]) {
    expect(text).not.toContain('<b>');
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}]/u);
    expect([...text.matchAll(/<script>/g)].length).toBeLessThanOrEqual(1);
  }
});

test('the picture is a whole SVG file by itself, which loads nothing', () => {
  const text = scanSvg(SCAN);
  const names = new Set<string>();
  const parser = new SaxesParser({ xmlns: true });
  parser.on('opentag', ({ name, uri }) => {
    names.add(name);
    expect(uri).toBe('http://www.w3.org/2000/svg');
  });
  parser.on('error', (error) => expect.fail(String(error)));
  parser.write(text).close();
  expect([...names]).toEqual(expect.arrayContaining(['svg', 'path', 'text', 'circle']));
  expect(text).toContain('FAIL ST1000DM003 Z1D0AAAA');
  expect(text.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|href/);
});
