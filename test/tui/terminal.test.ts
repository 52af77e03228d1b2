import { describe, expect, test } from 'vitest';
import { openTui } from '../../src/tui/index.ts';
import { until } from '../rig/system.ts';
import { FakeRun, FakeScan, stepOf, tally } from './fake-run.ts';
import { FakeTerminal } from './fake-terminal.ts';
import { open, RICH } from './opened.ts';

describe('the terminal shows', () => {
  test('the screen, with its frame and glyphs as they are', async () => {
    const { terminal } = open();
    await terminal.settled();
    expect(terminal.row(0)).toMatch(/^ \/dev\/ada0 {2}ST1000DM003-1CH162/);
    expect(terminal.row(5)).toMatch(/^[░▒▓▄▙█xAS?]{58}│ ░ <3ms {11}625$/);
    expect(terminal.emulator.buffer.active.type).toBe('alternate');
  });

  test('what changes', async () => {
    const { terminal, scan } = open();
    await terminal.settled();
    scan.read(100, () => stepOf(200));
    scan.state = { ...scan.state, wait: { lba: 4711, seconds: 12 } };
    await terminal.settled();
    expect(terminal.row(9)).toContain('▙ <500ms         101');
    expect(terminal.row(4)).toContain('no answer for 12 s at LBA 4,711');
  });

  test('nothing anew when nothing changes', async () => {
    const { terminal } = open();
    await terminal.settled();
    const before = terminal.written.length;
    await terminal.settled();
    expect(terminal.written.length).toBe(before);
  });

  test('all of it anew now and then where others write to the terminal, too', async () => {
    const { terminal, tui } = open();
    await terminal.settled();
    const shown = () => Array.from({ length: 24 }, (_, y) => terminal.row(y));
    const before = shown();
    terminal.emulator.write(
      '\u001b[8;1H(ada0:ahcich0:0:0:0): ATA status error\r\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n',
    );
    await terminal.settled();
    expect(shown()).not.toEqual(before);
    tui.repaintEvery(5);
    await until('it is as before', () => String(shown()) === String(before));
    tui.close();
    const { length } = terminal.written;
    tui.repaintEvery(5);
    await terminal.settled();
    expect(terminal.written.length).toBe(length);
  });

  test('classes and errors in their colours', async () => {
    const { terminal } = open();
    await terminal.settled();
    const slowest = terminal.cell(60, 10);
    expect([slowest.getChars(), slowest.getFgColor(), slowest.getBgColor()]).toEqual(['█', 196, 0]);
    const error = terminal.cell(60, 11);
    expect([error.getChars(), error.getFgColor(), error.getBgColor()]).toEqual(['x', 231, 160]);
  });

  test('16 colours where there are no more', async () => {
    const { terminal } = open({ ...RICH, TERM: 'xterm' });
    await terminal.settled();
    expect(terminal.written).not.toContain('8;5;');
    expect(terminal.cell(60, 10).getFgColor()).toBe(9);
  });

  test('no colours at all with NO_COLOR', async () => {
    const { terminal } = open({ ...RICH, NO_COLOR: '1' });
    await terminal.settled();
    const attributes = terminal.written.match(/\u001b\[[\d;]*m/g)!;
    for (const attribute of attributes) expect(attribute).toMatch(/^.\[(([147]|);?)*m$/);
  });

  test.each(['vt100', 'wyse50', 'xterm-mono'])('no colours on %s', async (term) => {
    const { terminal } = open({ ...RICH, TERM: term });
    await terminal.settled();
    const attributes = terminal.written.match(/\u001b\[[\d;]*m/g)!;
    for (const attribute of attributes) expect(attribute).toMatch(/^.\[(([147]|);?)*m$/);
  });

  test('wide characters of names, and what stands behind them in its place', async () => {
    const names = ['漢字ディスク', 'ST1000', '硬盘'];
    const { terminal, scan } = open();
    for (const model of names) {
      Object.assign(scan.device, { model });
      await terminal.settled();
      expect(terminal.row(0)).toContain(` /dev/ada0  ${model}  S1D5XYZ0 `);
      expect(terminal.row(0)).toMatch(/ 524 MB *$/);
    }
  });

  test('ASCII where the locale has no more', async () => {
    const { terminal } = open({ TERM: 'vt220', LANG: 'C' });
    await terminal.settled();
    expect(terminal.written).toMatch(/^[\0-~]*$/);
    expect(terminal.row(5)).toMatch(/^[:=+%#@xAS?]{58}\| : <3ms {11}625$/);
  });
});

describe('keys', () => {
  test('Tab shows the whole disk, arrows inspect a cell', async () => {
    const { terminal } = open();
    terminal.type('\t');
    terminal.type('\u001b[C');
    terminal.type('\u001b[B');
    await terminal.settled();
    expect(terminal.row(4)).toContain('[whole disk]');
    expect(terminal.row(17)).toContain(' LBA 85,248–86,783 · 6 blocks');
  });

  test.each(['p', ' '])('%j pauses and goes on', async (key) => {
    const { terminal, run } = open();
    terminal.type(key);
    await terminal.settled();
    expect(run.paused).toBe(true);
    expect(terminal.row(4)).toContain('PAUSED');
    terminal.type(key);
    await terminal.settled();
    expect(run.paused).toBe(false);
  });

  test('q asks, n goes on, y stops', async () => {
    const { terminal, run, tui } = open();
    terminal.type('q');
    await terminal.settled();
    expect(terminal.screen()).toContain('Stop the scan?');
    expect(run.stops).toBe(0);
    terminal.type('n');
    await terminal.settled();
    expect(terminal.screen()).not.toContain('Stop the scan?');
    terminal.type('q');
    terminal.type('y');
    expect(await tui.closed).toBe('stopped');
    expect(run.stops).toBe(1);
  });

  test('Ctrl-C stops at once', async () => {
    const { terminal, run, tui } = open();
    terminal.type('\u0003');
    expect(await tui.closed).toBe('stopped');
    expect(run.stops).toBe(1);
  });

  test.each(['\r', 'q', '\u001b', '\u0003'])('%j leaves after the end', async (key) => {
    const { terminal, run, scan, tui } = open();
    scan.state = { ...scan.state, activity: 'ended', phase: 'ended' };
    tui.finished([{ verdict: 'fail', text: 'FAIL: 8 bad sectors' }]);
    await terminal.settled();
    expect(terminal.row(4)).toContain('FAIL: 8 bad sectors');
    // None of these does.
    terminal.type(' xpsn?x');
    await terminal.settled();
    expect(terminal.emulator.buffer.active.type).toBe('alternate');
    terminal.type(key);
    expect(await tui.closed).toBe('key');
    expect(run.stops).toBe(0);
  });

  test('Ctrl-Z gives the terminal back, and takes it again', async () => {
    const meanwhile: unknown[] = [];
    const suspend = () => meanwhile.push(terminal.rawMode, terminal.written.length);
    const { terminal } = open(RICH, 80, 24, { suspend });
    await terminal.settled();
    const before = terminal.written.length;
    terminal.type('\u001a');
    await terminal.settled();
    expect(meanwhile).toHaveLength(2);
    expect(meanwhile[0]).toBe(false);
    expect(terminal.written.slice(before, meanwhile[1] as number)).toContain('\u001b[?1049l');
    expect(terminal.rawMode).toBe(true);
    expect(terminal.emulator.buffer.active.type).toBe('alternate');
    expect(terminal.row(0)).toMatch(/^ \/dev\/ada0 {2}ST1000DM003-1CH162/);
    expect(terminal.row(23)).toContain('help');
  });

  test('woken by SIGCONT, all of it is drawn again', async () => {
    const { terminal } = open();
    await terminal.settled();
    terminal.emulator.write('\u001b[2J');
    await terminal.settled();
    expect(terminal.row(0)).toBe('');
    process.emit('SIGCONT');
    await terminal.settled();
    expect(terminal.row(0)).toMatch(/^ \/dev\/ada0/);
  });

  test('unknown sequences, mouse reports and pastes do no harm', async () => {
    const { terminal, run } = open();
    terminal.type('\u001b[M !!\u001b[<0;1;1M\u001b[200~x\u001b[201~\u001b[99;99~\u001bOz\u0000é漢');
    await terminal.settled();
    expect(run.stops).toBe(0);
    expect(terminal.row(0)).toContain('/dev/ada0');
  });
});

describe('resizing', () => {
  test('draws for the new size', async () => {
    const { terminal } = open();
    await terminal.settled();
    terminal.resize(200, 50);
    await terminal.settled();
    expect(terminal.row(0)).toHaveLength(200);
    expect(terminal.row(49)).toContain(' Tab  next view');
    terminal.resize(80, 24);
    await terminal.settled();
    expect(terminal.row(23)).toContain(' Tab  next view');
  });

  test('to little, it says what fits, and comes back', async () => {
    const { terminal } = open();
    for (const [columns, rows] of [
      [40, 10],
      [2, 1],
      [50, 2],
    ] as const) {
      terminal.resize(columns, rows);
      await terminal.settled();
    }
    expect(terminal.row(0)).toMatch(/^22\.5 % {2}8 bad {2}1:22:01 left/);
    terminal.resize(80, 24);
    await terminal.settled();
    expect(terminal.row(0)).toContain('/dev/ada0');
  });
});

test('a terminal that does not tell its size is taken for 80x24', async () => {
  const { terminal } = open(RICH, 0, 0);
  await terminal.settled();
  expect(terminal.written).toContain('/dev/ada0');
  expect(terminal.output.columns).toBe(80);
});

test('a terminal that can place no cursor is refused before anything is written', () => {
  const terminal = new FakeTerminal();
  const { input, output } = terminal;
  const options = { input, output, env: { TERM: 'dumb' }, tally };
  expect(() => openTui(new FakeRun([new FakeScan()]), options)).toThrow(/use --no-tui/);
  expect(terminal.written).toBe('');
});
