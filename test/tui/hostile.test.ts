// Disks and errors that say anything: nothing of it steers the terminal, whatever the screen's size.
// SURFSCAN_SEED=… repeats a run.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { widthOf } from '../../src/tui/format.ts';
import { openTui } from '../../src/tui/index.ts';
import { EVIL, expectPlain, hostileText } from '../property/hostile-text.ts';
import { SEED } from '../property/seed.ts';
import { FakeRun, FakeScan, tally } from './fake-run.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { RICH } from './opened.ts';
import { failing, shoot } from './screens.ts';

const KEYS = ['?', 'd', 'h', 's', 'n', 'o', 'f', 'tab', 'space', 'p', 'enter', 'right'];

const hostile = fc.option(hostileText);
const said = fc.record({
  path: hostileText,
  model: hostile,
  serial: hostile,
  bus: hostile,
  inUse: fc.array(hostileText, { maxLength: 2 }),
});

function evilScan(device: object, words: { trouble: string | null; alarm: string | null }) {
  return failing(new FakeScan({ sectors: 256 * 4000, ...device }), 900, words);
}

describe(`any string, SURFSCAN_SEED=${SEED}`, () => {
  test('is drawn as plain glyphs, one a cell', () => {
    const size = fc.record({
      width: fc.integer({ min: 1, max: 140 }),
      height: fc.integer({ min: 1, max: 40 }),
      keys: fc.array(fc.constantFrom(...KEYS), { maxLength: 3 }),
    });
    const words = fc.record({ trouble: hostile, alarm: hostile });
    const verdict = hostileText.map((text) => ({ verdict: 'fail' as const, text }));
    fc.assert(
      fc.property(said, words, size, verdict, fc.boolean(), (device, troubles, shot, end, ends) => {
        const scans = [evilScan(device, troubles), evilScan({}, troubles)];
        const verdicts = ends ? { verdicts: [end, end] } : {};
        const { glyphs, width, height } = shoot(scans, { ...shot, ...verdicts });
        expect(glyphs.length).toBe(width * height);
        // Behind a wide glyph stands an empty one.
        for (const [at, glyph] of glyphs.entries()) {
          if (glyph !== '') expect([...glyph].length).toBe(1);
          else expect([at % width > 0, widthOf(glyphs[at - 1]!)]).toEqual([true, 2]);
          if (glyph !== '' && widthOf(glyph) === 2) expect(glyphs[at + 1]).toBe('');
        }
        expectPlain(glyphs.join(''));
        expect(glyphs.join('')).not.toContain('\n');
      }),
      { seed: SEED % 2 ** 31, numRuns: 150 },
    );
  });
});

test('a terminal gets none of it: no title, no colour, no direction', async () => {
  const terminal = new FakeTerminal(100, 30);
  const titles: string[] = [];
  terminal.emulator.onTitleChange((title) => titles.push(title));
  const device = { path: EVIL, model: EVIL, serial: EVIL, inUse: [EVIL] };
  const run = new FakeRun([evilScan(device, { trouble: EVIL, alarm: EVIL })]);
  const { input, output } = terminal;
  const tui = openTui(run, { input, output, env: RICH, frameMs: 5, tally });
  try {
    await terminal.settled();
    tui.finished([{ verdict: 'fail', text: EVIL }]);
    await terminal.settled();
    expect(terminal.screen()).toContain('e?[31m?]0;EVIL');
    expect(terminal.written).not.toMatch(
      /EVIL\u0007|[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069]/,
    );
    expect(titles.join('')).not.toContain('EVIL');
  } finally {
    tui.close();
  }
});
