// `--events`, `--quiet` and the lines of a scan without a screen, as a script or a log gets them.

import { execFileSync } from 'node:child_process';
import { existsSync, linkSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeWithDisks } from '../rig/availability.ts';
import { bad } from '../rig/faults.ts';
import { diskOf, MIB, temporaryDirectory } from './fixtures.ts';
import { runCli, startCli } from './run-cli.ts';

const SIM = 'sim:size=100MB,bad=1000-1003';

interface EventShape {
  schema: string;
  event: string;
  time: string;
  device: string | null;
  [key: string]: unknown;
}

function eventsOf(text: string): EventShape[] {
  expect(text.endsWith('\n')).toBe(true);
  const events: EventShape[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const event of events) {
    expect(event.schema).toBe('surfscan.event/1');
    expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    if (event.event !== 'end') expect(typeof event.device).toBe('string');
  }
  const times = events.map(({ time }) => time);
  expect(times).toEqual([...times].sort());
  return events;
}

const fresh = (name: string) => join(temporaryDirectory(), name);

describe('--events', () => {
  test('- leaves standard output pure events', async () => {
    const run = await runCli(['scan', SIM, 'sim:size=50MB', '--events', '-']);
    expect(run.status).toBe(1);
    const events = eventsOf(run.stdout);
    const ofBad = events.filter(({ device }) => device === SIM);
    expect(ofBad.map(({ event }) => event)).toEqual([
      ...['start', 'phase', 'defect', 'phase', 'defect', 'disk_end'],
    ]);
    expect(ofBad).toMatchObject([
      { range: { from: 0, to: 195_311 } },
      { phase: 'pass' },
      { kind: 'failed', from: 768, to: 1023, error: 'UNC', exact: false },
      { phase: 'narrowing' },
      { kind: 'bad', from: 1000, to: 1003, error: 'UNC', exact: true },
      { verdict: 'fail', text: 'FAIL: 4 bad sectors', coverage: { bad: 4, unread: 0 } },
    ]);
    expect(events.at(-1)).toMatchObject({ event: 'end', device: null, verdict: 'fail', status: 1 });
    expect(events.filter(({ event }) => event === 'disk_end')).toHaveLength(2);
  });

  test('FILE is written anew, and the report stays on standard output', async () => {
    const file = fresh('events');
    writeFileSync(file, 'x'.repeat(1e6));
    const run = await runCli(['scan', SIM, '--events', file]);
    expect(run.status).toBe(1);
    expect(run.stdout).toContain('FAIL: 4 bad sectors');
    expect(eventsOf(readFileSync(file, 'utf8')).at(-1)).toMatchObject({ event: 'end', status: 1 });
  });

  test('beside --json, which may have standard output then', async () => {
    const file = fresh('events');
    const run = await runCli(['scan', SIM, '--events', file, '--json', '-', '--no-tui']);
    expect(run.json.verdict).toBe('fail');
    expect(eventsOf(readFileSync(file, 'utf8')).length).toBeGreaterThan(5);
    const json = fresh('json');
    const other = await runCli(['scan', SIM, '--events', '-', '--json', json]);
    eventsOf(other.stdout);
    expect(JSON.parse(readFileSync(json, 'utf8')).verdict).toBe('fail');
  });

  test("a disk's end is told while others are read", async () => {
    const slow = 'sim:size=100GB,speed=1';
    const { child, finished } = startCli(['scan', SIM, slow, '--events', '-', '--quiet']);
    let text = '';
    child.stdout!.on('data', (more) => {
      text += more;
      if (text.includes('"disk_end"')) child.kill('SIGINT');
    });
    const run = await finished;
    const ends = eventsOf(run.stdout).filter(({ event }) => event === 'disk_end');
    expect(ends).toMatchObject([
      { device: SIM, verdict: 'fail' },
      { device: slow, verdict: 'incomplete' },
    ]);
    expect(run.stderr).not.toContain('reading');
  });

  test('a target that cannot be opened has its end, too', async () => {
    const run = await runCli(['scan', SIM, '/nonexistent/disk', '--events', '-']);
    expect(run.status).toBe(3);
    expect(eventsOf(run.stdout)).toMatchObject([
      { event: 'disk_end', device: SIM, verdict: 'incomplete', text: 'INCOMPLETE: not scanned' },
      { event: 'disk_end', device: '/nonexistent/disk', error: { code: 'ERR_ABSENT' } },
      { event: 'end', verdict: 'incomplete', status: 3 },
    ]);
  });

  test('a reader that goes away ends nothing', async () => {
    const run = await runCli(['scan', SIM, '--events', '/dev/stdout', '--no-tui'], {
      wrapper: ['sh', '-c', '{ "$@"; echo "status $?" >&2; } | head -n 1', 'sh'],
    });
    expect(run.stderr).toContain('status 1');
    expect(JSON.parse(run.stdout)).toMatchObject({ event: 'start' });
  });
});

describe('what --events is refused for, before anything is read or written', () => {
  async function refused(args: string[], why: RegExp) {
    const run = await runCli(['scan', '--no-tui', ...args]);
    expect(run.status, run.stderr).toBe(2);
    expect(run.stderr).toMatch(why);
    expect(run.stdout).toBe('');
  }

  test('the target, by any name', async () => {
    const image = fresh('disk.img');
    writeFileSync(image, Buffer.alloc(1 << 20, 7));
    symlinkSync(image, `${image}.link`);
    linkSync(image, `${image}.hard`);
    for (const name of [image, `${image}.link`, `${image}.hard`]) {
      await refused([image, '--events', name], /--events .*expected another file/);
    }
    expect(readFileSync(image).equals(Buffer.alloc(1 << 20, 7))).toBe(true);
  });

  test('the file of --json, by any name', async () => {
    const file = fresh('out');
    await refused([SIM, '--events', file, '--json', file], /another file than that of --json/);
    expect(existsSync(file)).toBe(false);
    writeFileSync(file, 'old');
    linkSync(file, `${file}.hard`);
    await refused([SIM, '--events', `${file}.hard`, '--json', file], /another file than that of/);
    expect(readFileSync(file, 'utf8')).toBe('old');
  });

  test('a map, its own and another scan’s', async () => {
    const map = fresh('map');
    await refused([SIM, '--map', map, '--events', map], /expected another file/);
    expect((await runCli(['scan', SIM, '--map', map, '--no-tui'])).status).toBe(1);
    const before = readFileSync(map);
    await refused([SIM, '--events', map], /expected another file than a scan's map/);
    expect(readFileSync(map).equals(before)).toBe(true);
  });

  test('what is no place for a file', async () => {
    await refused([SIM, '--events', '/dev/surfscan-none'], /not a new name in \/dev/);
    await refused([SIM, '--events', '/nonexistent/events'], /expected a file that can be written/);
    await refused([SIM, '--events', temporaryDirectory()], /expected a file that can be written/);
    await refused([SIM, '--events', ''], /expected a file name/);
    await refused([SIM, '--events', '-', '--json', '-'], /both want standard output/);
    await refused([SIM, '--events', '-', '--tui'], /both want standard output/);
    const fifo = fresh('fifo');
    execFileSync('mkfifo', [fifo]);
    await refused([SIM, '--events', fifo], /expected a file that can be written/);
  });

  test('an old file stays as it is where the scan is refused', async () => {
    const file = fresh('events');
    writeFileSync(file, 'old');
    await refused([SIM, '--events', file, '--from', '999999999'], /999999999/);
    expect(readFileSync(file, 'utf8')).toBe('old');
  });

  test('a device, that takes nothing', async () => {
    const run = await runCli(['scan', 'sim:size=1MB', '--events', '/dev/full', '--no-tui']);
    expect([run.status, run.stdout]).toEqual([2, '']);
  });
});

describeWithDisks('--events on a disk', () => {
  test('is refused for the disk, and for what it lies on', async () => {
    const disk = await diskOf(16 * MIB, bad(1000));
    const run = await runCli(['scan', disk.path, '--events', disk.path]);
    expect(run.status).toBe(2);
    expect((await disk.stats()).reads).toBe(0);
  });
});

describe('without a screen', () => {
  test('defects and each verdict have a line, with its time', async () => {
    const run = await runCli(['scan', SIM, 'sim:size=50MB', '--no-tui']);
    const lines = run.stderr.trimEnd().split('\n');
    for (const line of lines) {
      expect(line).toMatch(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ sim:\S+: | {2}\S)/);
      expect(line.length).toBeLessThanOrEqual(80);
    }
    const said = run.stderr.replace(/\n {2}/g, ' ');
    expect(said).toContain(`${SIM}: bad LBA 1000-1003, UNC`);
    expect(said).toContain(`${SIM}: FAIL: 4 bad sectors\n`);
    expect(said).toContain('sim:size=50MB: PASS\n');
  });

  test('--quiet: results stay, progress does not', async () => {
    const run = await runCli(['scan', SIM, '--quiet']);
    expect([run.status, run.stderr]).toEqual([1, '']);
    expect(run.stdout).toContain('FAIL: 4 bad sectors');
  });
});
