import { describe, expect, test } from 'vitest';
import { open } from './opened.ts';

describe('closing', () => {
  test('leaves the terminal as it was', async () => {
    const { terminal, tui } = open();
    await terminal.settled();
    expect(terminal.rawMode).toBe(true);
    tui.close();
    const { written } = terminal;
    expect(terminal.rawMode).toBe(false);
    expect(written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(written.lastIndexOf('\u001b[?25l'));
    await terminal.settled();
    expect(terminal.written).toBe(written);
    const { buffer, modes } = terminal.emulator;
    expect(buffer.active.type).toBe('normal');
    expect(terminal.row(0)).toBe('$ surfscan scan ada0');
    expect([buffer.active.cursorX, buffer.active.cursorY]).toEqual([0, 1]);
    expect(modes).toMatchObject({
      applicationCursorKeysMode: false,
      applicationKeypadMode: false,
      bracketedPasteMode: false,
      mouseTrackingMode: 'none',
    });
    terminal.emulator.write('x');
    await terminal.settled();
    expect(terminal.cell(0, 1).isAttributeDefault()).toBe(true);
  });

  test('also after a resize, from any screen', async () => {
    const { terminal, tui } = open();
    terminal.resize(100, 40);
    terminal.type('?');
    await terminal.settled();
    tui.close();
    await terminal.settled();
    expect(terminal.emulator.buffer.active.type).toBe('normal');
    expect(terminal.screen()).not.toContain('help');
  });

  test('twice is harmless, and finished after it too', async () => {
    const { terminal, tui } = open();
    tui.close();
    const { written } = terminal;
    tui.close();
    tui.finished([{ verdict: 'pass', text: 'PASS' }]);
    terminal.type('q');
    terminal.resize(90, 30);
    await terminal.settled();
    expect(terminal.written).toBe(written);
  });

  test('a terminal that hung up stops the run, and closing it does not throw', async () => {
    const { terminal, run, tui } = open();
    Object.assign(terminal.input, {
      setRawMode: () => {
        throw new Error('setRawMode EIO');
      },
    });
    terminal.output.emit('error', new Error('write EIO'));
    expect(await tui.closed).toBe('stopped');
    expect(run.stops).toBe(1);
    expect(() => tui.close()).not.toThrow();
  });

  test('leaves no listener on the process', () => {
    const events = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'uncaughtException', 'exit'];
    const emitter: NodeJS.EventEmitter = process;
    const count = () => events.map((event) => emitter.listenerCount(event));
    const before = count();
    const { tui } = open();
    expect(count().slice(0, 4)).toEqual(before.slice(0, 4));
    tui.close();
    expect(count()).toEqual(before);
  });
});
