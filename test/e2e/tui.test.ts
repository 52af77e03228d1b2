// The screen in a real terminal, from the shell's prompt and back to it.

import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { describeUnless } from '../rig/availability.ts';
import { isThere } from '../rig/server-binary.ts';
import { MAIN } from './run-cli.ts';
import { openTmux, type Tmux } from './tmux.ts';

// 1 GB at 20 times real time: a third of a second; at 1: six.
const SHORT = 'sim:size=1GB,speed=20,bad=300000-300002,slow=900000@700';
const LONG = 'sim:size=100GB,speed=20,bad=300000-300002';
const ENDED = /exit=\d+/;

function scan(...targets: string[]): string[] {
  const words = targets.map((target) => `'${target}'`).join(' ');
  return [
    `clear; stty -a >/tmp/stty-$$; ${process.execPath} ${MAIN} scan ${words}; echo exit=$?`,
    'Enter',
  ];
}

/** The shell's prompt is back, and the terminal as it was. */
async function terminalIsBack(tmux: Tmux): Promise<string> {
  const screen = await tmux.shows(ENDED);
  expect(tmux.format('#{alternate_on} #{cursor_flag} #{keypad_flag} #{mouse_any_flag}')).toBe(
    '0 1 0 0',
  );
  tmux.keys('stty -a | cmp - /tmp/stty-$$ && echo same=$((40 + 2)); rm /tmp/stty-$$', 'Enter');
  await tmux.shows('same=42');
  return screen;
}

describeUnless(isThere('tmux') ? null : 'tmux is not there', 'the screen in tmux', () => {
  test('80x24: map, legend, defects; the result stays until a key; the summary is below', async () => {
    const tmux = openTmux(80, 24);
    tmux.keys(...scan(SHORT));
    const result = await tmux.shows('FAIL: 3 bad sectors');
    expect(result).toMatch(/<3ms +7,\d\d\d/);
    expect(result).toMatch(/x UNC +1/);
    expect(result).toMatch(/bad +LBA 300,000–300,002 +UNC/);
    expect(result).toMatch(/slow +LBA 899,840–900,095/);
    expect(tmux.format('#{alternate_on}')).toBe('1');
    // Meant for the scan a moment ago: it does not close the screen.
    tmux.keys('p');
    tmux.keys('Tab');
    await tmux.shows(/a cell: \d+ blocks/);
    tmux.keys('x');
    tmux.keys('q');
    const screen = await terminalIsBack(tmux);
    expect(screen).toContain('bad LBA 300000-300002  UNC');
    expect(screen).toContain('exit=1');
  });

  test('200x50, three disks: an overview, Enter shows one, Esc goes back', async () => {
    const tmux = openTmux(200, 50);
    tmux.keys(...scan(LONG, 'sim:size=100GB,speed=20,seed=2', 'sim:size=50GB,speed=20,kind=ssd'));
    await tmux.shows('3 disks');
    tmux.keys('Down');
    tmux.keys('Enter');
    await tmux.shows('[single blocks]');
    // By name: the smallest is the first.
    expect(tmux.screen()).toMatch(/^ 2\/3 +sim:size=100GB,speed=20,bad=/);
    tmux.keys('Escape');
    await tmux.shows('3 disks');
    tmux.keys('C-c');
    await terminalIsBack(tmux);
  });

  test('p pauses, q asks, n goes on, y stops: at once, with what is known', async () => {
    const tmux = openTmux(100, 30);
    tmux.keys(...scan(LONG));
    await tmux.shows(/x UNC +1/);
    tmux.keys('p');
    await tmux.shows(/paused/i);
    tmux.keys('p');
    tmux.keys('q');
    await tmux.shows(/y\b.*n\b/);
    tmux.keys('n');
    tmux.keys('?');
    await tmux.shows(/uncorrectable/);
    tmux.keys('?');
    tmux.keys('q');
    tmux.keys('y');
    const screen = await terminalIsBack(tmux);
    expect(screen).toContain('exit=1');
    expect(screen).toMatch(/unread of/);
  });

  test('it resizes, and has less where there is little room', async () => {
    const tmux = openTmux(80, 24);
    tmux.keys(...scan(LONG));
    await tmux.shows('<3ms');
    tmux.resize(120, 40);
    await tmux.shows(/\n.*unread +\d/);
    tmux.resize(60, 15);
    await tmux.shows(/│ bad sectors +\d/);
    tmux.resize(30, 2);
    await tmux.shows(/\d\d?\.\d % {2}\d bad {2}\d+:\d\d/);
    tmux.resize(80, 24);
    await tmux.shows('<3ms');
    tmux.keys('C-c');
    await terminalIsBack(tmux);
  });

  test.each(['TERM', 'INT', 'HUP'])('SIG%s ends it in order', async (signal) => {
    const tmux = openTmux(80, 24);
    tmux.keys(...scan('sim:size=100GB,speed=20'));
    await tmux.shows('<3ms');
    const shell = tmux.format('#{pane_pid}');
    execFileSync('pkill', [`-${signal}`, '-P', shell]);
    expect(await terminalIsBack(tmux)).toContain('exit=4');
  });

  test('Ctrl-Z gives the shell back, fg comes back to the screen', async () => {
    const tmux = openTmux(80, 23);
    tmux.keys(...scan('sim:size=100GB,speed=20'));
    await tmux.shows('<3ms');
    tmux.keys('C-z');
    await tmux.shows(/Stopped/);
    expect(tmux.format('#{alternate_on} #{cursor_flag}')).toBe('0 1');
    tmux.keys('fg', 'Enter');
    await tmux.shows('[single blocks]');
    expect(tmux.format('#{alternate_on}')).toBe('1');
    tmux.keys('C-c');
    await tmux.shows(/INCOMPLETE/);
  });

  test('NO_COLOR sends no colour', async () => {
    const tmux = openTmux(80, 24, { NO_COLOR: '1' });
    tmux.keys(...scan(SHORT));
    await tmux.shows('FAIL: 3 bad sectors');
    expect(tmux.colored()).not.toMatch(/\x1b\[[\d;]*(3[0-7]|4[0-7]|9[0-7]|38;5)[\d;]*m/);
    expect(tmux.screen()).toMatch(/x UNC +1/);
    tmux.keys('Enter');
    await terminalIsBack(tmux);
  });

  test('a dumb terminal gets lines', async () => {
    const tmux = openTmux(80, 24);
    tmux.keys('export TERM=dumb', 'Enter');
    tmux.keys(...scan(SHORT));
    expect(await terminalIsBack(tmux)).toContain('exit=1');
  });
});
