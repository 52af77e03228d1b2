import { describe, expect, test } from 'vitest';
import { type Card, cardOf, fleetSheet, type ScanResult } from '../../../../src/index.ts';
import { compared } from '../../../../src/report/page/compare.ts';
import { standingOf, worstFirst } from '../../../../src/report/page/rank.ts';
import { Grid } from '../../../../src/vocabulary/grid.ts';
import { aResult } from '../a-result.ts';

const NOW = new Date('2026-11-30T00:00:00Z');
const BLOCKS = 20_000;
const STEP = 80;

interface Disk {
  changes?: Partial<ScanResult>;
  rate?: number;
  model?: string;
  map?: (map: Uint8Array) => void;
}

function card(
  serial: string,
  { changes = {}, rate = 150e6, model = 'M', map = () => {} }: Disk = {},
): Card {
  const sectors = BLOCKS * 256;
  const bytes = new Uint8Array(BLOCKS).fill(STEP);
  map(bytes);
  const result = aResult({
    device: { ...aResult().device, serial, model, sectors },
    range: { firstLba: 0, lastLba: sectors - 1 },
    coverage: { total: sectors, good: sectors, bad: 0, unread: 0 },
    ...{ bad: [], slow: [], rules: [], verdict: 'pass', bytesPerSecond: rate },
    ...changes,
  });
  return cardOf({ grid: new Grid(0, sectors, 256), map: bytes, result, partitions: [] });
}

const sound = (count: number) => Array.from({ length: count }, (_, i) => card(`S${i}`));
const bad = (sectors: number): Disk => ({
  changes: {
    verdict: 'fail',
    coverage: { total: BLOCKS * 256, good: BLOCKS * 256 - sectors, bad: sectors, unread: 0 },
  },
});

describe('beside the disks of its model', () => {
  const ofSerial = (cards: readonly Card[], serial: string) =>
    compared(cards).find(({ card: { summary } }) => summary.device.serial === serial)!;

  test.each([
    [0.91, 'fit'],
    [0.89, 'slow for the model'],
    [0.2, 'slow for the model'],
  ])('at %d of the median it is %s, though it passed', (part, standing) => {
    const disk = ofSerial([...sound(3), card('X', { rate: 150e6 * part })], 'X');
    expect(disk.part).toBeCloseTo(part, 9);
    expect(standingOf(disk)).toBe(standing);
  });

  test('a part at under half the speed that is usual there is told', () => {
    // Twice the latency is nine steps of 8 %.
    const slow = { map: (map: Uint8Array) => map.fill(STEP + 12, 10_000, 10_700) };
    const disk = ofSerial([...sound(4), card('X', slow)], 'X');
    expect(disk.slowParts).toBeGreaterThan(0);
    expect(standingOf(disk)).toBe('slow for the model');
  });

  test('two disks have no median, nor have other models or other ways to read', () => {
    const others = [
      card('A'),
      card('B', { model: 'N' }),
      card('X', { rate: 1e6 }),
      card('D', { changes: { mode: { ...aResult().mode, depth: 8 } } }),
    ];
    for (const disk of compared(others))
      expect([disk.part, standingOf(disk)]).toEqual([null, 'fit']);
  });

  test('what was not read to its end is not called slow for it', () => {
    const coverage = { total: BLOCKS * 256, good: 256, bad: 0, unread: BLOCKS * 256 - 256 };
    const disk = ofSerial(
      [...sound(3), card('X', { rate: 1e6, changes: { verdict: 'incomplete', coverage } })],
      'X',
    );
    expect([disk.isSlow, disk.part]).toEqual([false, null]);
  });
});

test('the worst comes first', () => {
  const cards = [
    card('fit'),
    card('slower', { rate: 50e6 }),
    ...sound(3),
    card('unfinished', { changes: { verdict: 'incomplete', finished: null } }),
    card('few bad', bad(1)),
    card('many bad', bad(900)),
  ];
  const order = worstFirst(compared(cards)).map(({ card: { summary } }) => summary.device.serial);
  expect(order.slice(0, 4)).toEqual(['many bad', 'few bad', 'unfinished', 'slower']);
});

test.each([
  ['a block', [6], 6.5],
  ['blocks below one another', [6, 7], 7],
])('%s that failed: a ring around the middle of its cells', (_, rows, middle) => {
  // 2.6 GB are 14 rows of 200 MB, 96 cells each, on a map of 262 by 66.
  const map = (bytes: Uint8Array) => {
    for (const row of rows) bytes[Math.floor(((row + 40.5 / 96) * 200e6) / (256 * 512))] = 247;
  };
  const drawn = String(card('X', { map }).map.text);
  const [, x, y] = /<circle cx="([\d.]+)" cy="([\d.]+)"/.exec(drawn)!;
  expect(Number(x)).toBeCloseTo((40.5 * 262) / 96, 2);
  expect(Number(y)).toBeCloseTo((middle * 66) / 14, 2);
});

test('a curve reaches from left to right, from nothing at the bottom to the fastest at the top', () => {
  const points = [0, 50, null, 100].map((value, i) => ({
    ...{ fromByte: i, toByte: i + 1, value, failed: 0 },
  }));
  const disk = { ...card('X'), curve: { isLatency: false, blocks: 1, points } };
  const text = fleetSheet([disk], [], NOW);
  // 262 by 44, a pixel above and below.
  expect(text).toContain('d="M0 43.0L87 22.0M262 1.0"');
  expect(text).toContain('viewBox="0 0 262 116"');
});

describe('the sheet', () => {
  test('counts the disks, shows the newest scan of each, and says what is left out', () => {
    const older = { started: new Date('2025-01-01'), finished: new Date('2025-01-02') };
    const cards = [card('A', { changes: older }), ...sound(3), card('A', bad(3))];
    const text = fleetSheet(cards, ['a.surfscan: it is no map <b>'], NOW);
    expect(text).toContain('<h1>4 disks: 1 unfit, 3 fit</h1>');
    expect(text).toContain('1 older scan of the same disks left out');
    expect(text).toMatch(/1 map could not be read/);
    expect(text).toContain('it is no map &lt;b&gt;');
    expect([...text.matchAll(/<article/g)]).toHaveLength(4);
    expect(text).toMatch(
      /<b>3 bad sectors<\/b> 150 MB\/s, 100 % of its model’s median \(4 disks\)/,
    );
  });

  /** A card's words. */
  const articleOf = (serial: string, cards: readonly Card[]) =>
    new RegExp(`<h2>(${serial}.*?)</article>`, 's')
      .exec(fleetSheet(cards, [], NOW))![1]!
      .replace(/<svg viewBox.*?<\/svg>/s, '');

  test('names a disk, what decided, how fast it is beside its model, where it is, and its age', () => {
    const host = { name: 'storage01', machineId: null, labels: { rack: '7', row: 'b' } };
    const slow = card('X', {
      rate: 60e6,
      changes: { host, verdict: 'incomplete', finished: null },
    });
    expect(articleOf('X', [slow])).toMatch(
      /^X <span>INCOMPLETE<\/span>.*<p class="muted">M · 2\.62 GB · storage01 · rack=7 · row=b · begun 7 d ago<\/p>$/s,
    );
    const whole = card('Y', { rate: 60e6, changes: { host } });
    expect(articleOf('Y', [...sound(3), whole])).toMatch(
      /<p><b>slow for its model<\/b> 60\.0 MB\/s, 40 % of its model’s median \(4 disks\)<\/p>.* · 7 d ago<\/p>$/s,
    );
    const unread = card('Z', { rate: 0 });
    expect(articleOf('Z', [unread])).toContain('<p></p>');
  });

  test('cuts what is too long for a card', () => {
    const message = 'm'.repeat(500);
    const trouble = { code: 'ERR_GONE' as const, errno: null, message };
    const host = { name: 'h'.repeat(500), machineId: null, labels: {} };
    const text = articleOf('S', [card('S'.repeat(500), { changes: { trouble, host } })]);
    expect(text).toContain(`${'S'.repeat(37)}... <span>`);
    expect(text).toContain(`<b>${'m'.repeat(137)}...</b>`);
    const about = /<p class="muted">(.*?) · \d+ d ago/.exec(text)![1]!;
    expect([about.length, about.slice(-4)]).toEqual([160, 'h...']);
  });

  test('needs no script, and nothing from elsewhere', () => {
    const text = fleetSheet(sound(3), [], NOW);
    expect(text).not.toMatch(/<script|https?:\/\/|url\(/);
  });

  test('a thousand disks of noise take at most 5 MB', () => {
    const noise = (seed: number) => (map: Uint8Array) => {
      for (let i = 0; i < map.length; i++) map[i] = 60 + ((i * 7919 + seed) % 61);
      map[seed * 37] = 247;
    };
    const cards = Array.from({ length: 20 }, (_, i) => card(`N${i}`, { map: noise(i), ...bad(1) }));
    const head = fleetSheet(cards.slice(0, 10), [], NOW).length;
    const each = (fleetSheet(cards, [], NOW).length - head) / 10;
    expect(head + each * 1000).toBeLessThan(5e6);
  });
});
