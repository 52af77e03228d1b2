import { describe, expect, test } from 'vitest';
import { FakeScan, stepOf } from './fake-run.ts';
import { failing, shoot, text } from './screens.ts';

function three(): FakeScan[] {
  const ssd = new FakeScan(
    {
      path: '/dev/nvme0n1',
      model: 'Samsung SSD 990 PRO 2TB',
      serial: 'S6Z1NJ0W123456',
      sectors: 256 * 3000,
      rotational: false,
    },
    256,
    2,
  );
  ssd.read(700, () => stepOf(0.5), 0);
  ssd.read(600, () => stepOf(5), 1);
  const usb = new FakeScan({
    path: '/dev/sda',
    model: 'WD Elements',
    serial: null,
    rotational: null,
  });
  usb.state = { wait: { lba: 12_345, seconds: 41 } };
  const ata = new FakeScan({ sectors: 256 * 4000 });
  return [failing(ata, 900), ssd, usb];
}

describe('the overview of several disks', () => {
  test('has a strip for each', () => {
    expect(text(shoot(three()))).toMatchInlineSnapshot(`
      "
       3 disks: 3 under way                                         534.6 MB/s in all

      ▶1  /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                    rotating  524 MB
          ░░░x░░░A░░░S░░░░░░░░░░░░░░░░░░░░░▌·········································
          ···········································································
           22.5 %  reading  178.2 MB/s  1:22:01 left                  1:02:03 elapsed
                   bad sectors 8   to narrow 3   weak 8   slow blocks 1

       2  /dev/nvme0n1  Samsung SSD 990 PRO 2TB  S6Z1NJ0W123456   solid state  393 MB
          ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░········································
          ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒·············································
           43.3 %  reading  178.2 MB/s  1:22:01 left                  1:02:03 elapsed
                   bad sectors 0   weak 0   slow blocks 0

       3  /dev/sda  WD Elements                             rotation unknown  1.00 TB
          ···········································································
          ···········································································
            0.0 %   no answer for 41 s at LBA 12,345                  1:02:03 elapsed
                   bad sectors 0   weak 0   slow blocks 0



       ░<3ms ▒<10ms ▓<50ms ▄<150ms ▙<500ms █>500ms ▌partly ·unread  letters: errors
        Enter  show  o  order  Space  pause  s  stop  p  all  q  stop all  ?  help
      "
    `);
  });

  test('says what came of each', () => {
    const scans = three();
    for (const scan of scans) scan.state = { ...scan.state, activity: 'ended', phase: 'ended' };
    const verdicts = [
      { verdict: 'fail' as const, text: 'FAIL: 8 bad sectors' },
      { verdict: 'pass' as const, text: 'PASS' },
      { verdict: 'incomplete' as const, text: 'INCOMPLETE: the disk left' },
    ];
    const screen = shoot(scans, { verdicts }).rows().join('\n');
    for (const verdict of verdicts) expect(screen).toContain(` ${verdict.text}`);
    expect(screen).toContain('all ended');
    expect(screen).not.toContain('no answer');
  });

  test('says what came of a disk while others still run', () => {
    const scans = three();
    const end = (scan: FakeScan, state = {}) => {
      scan.state = { ...scan.state, activity: 'ended', phase: 'ended', wait: null, ...state };
    };
    end(scans[0]!);
    end(scans[2]!, { trouble: 'the disk left' });
    scans[1]!.read(3000, () => stepOf(1), 0);
    scans[1]!.read(3000, () => stepOf(1), 1);
    end(scans[1]!);
    const rows = shoot([...scans, new FakeScan()], { height: 30 }).rows();
    const states = rows.filter((row) => row.endsWith(' elapsed')).map((row) => row.trim());
    expect(states[0]).toMatch(/^22\.5 % +8 bad sectors · 3 failed blocks left · stopped +1:02:03/);
    expect(states[2]).toMatch(/^100\.0 % +ended +1:02:03 elapsed$/);
    expect(states[3]).toMatch(/^0\.0 % +the disk left +1:02:03 elapsed$/);
    expect(rows[0]).toContain('4 disks: 1 under way, 3 ended');
  });

  test('says the verdict of a disk that ended, and how many came to which', () => {
    const scans = [...three(), new FakeScan()];
    for (const scan of scans.slice(0, 3)) {
      scan.state = { ...scan.state, activity: 'ended', phase: 'ended', wait: null };
    }
    const judged = [
      { verdict: 'fail' as const, text: 'FAIL: 8 bad sectors' },
      { verdict: 'pass' as const, text: 'PASS' },
      { verdict: 'fail' as const, text: 'FAIL: 1 slow zone' },
      null,
    ];
    const rows = shoot(scans, { judged, height: 30 }).rows();
    expect(rows[0]).toContain(' 4 disks: 1 under way, 1 PASS, 2 FAIL');
    for (const text of ['FAIL: 8 bad sectors', 'PASS', 'FAIL: 1 slow zone']) {
      expect(rows.filter((row) => row.includes(` ${text} `))).toHaveLength(1);
    }
    // Others still run: nothing leaves but q.
    expect(rows.at(-1)).toMatch(/ q +stop all /);
  });

  test('adds up the speeds of the rows that are under way', () => {
    const scans = three();
    scans[0]!.state = { ...scans[0]!.state, activity: 'ended', phase: 'ended' };
    expect(shoot(scans).rows()[0]).toContain(' 356.4 MB/s in all');
  });

  test('has no speeds in a pause', () => {
    const rows = shoot(three(), { paused: true }).rows();
    expect(rows[0]).not.toContain('in all');
    expect(rows.join('\n')).toMatch(/ reading {2}– {2}1:22:01 left/);
  });

  test('says whose clock is simulated, and leaves room for the names', () => {
    const sim = { path: 'sim:size=1TB,speed=20', kind: 'sim', model: 'SIMULATED' } as const;
    const row = shoot([new FakeScan(sim), new FakeScan()])
      .rows()
      .find((text) => text.includes('sim:'));
    expect(row).toMatch(
      / sim:size=1TB,speed=20 {2}SIMULATED {2}S1D5XYZ0 +simulated clock {2}1\.00 TB$/,
    );
  });

  test('marks a disk in use', () => {
    const scans = [new FakeScan({ inUse: ['/dev/ada0p1 is mounted at /'] }), new FakeScan()];
    const marked = shoot(scans)
      .rows()
      .filter((row) => row.includes(' IN USE '));
    expect(marked).toHaveLength(1);
    expect(marked[0]).toMatch(/^▶1 .* IN USE {3}rotating {2}1\.00 TB$/);
  });

  test('counts in few digits where there is no room for more', () => {
    const scan = failing(new FakeScan(), 900, {
      badSectors: 13_321_000,
      weakPlaces: 1_234_567,
      failedBlocksLeft: 12_345,
      slowBlocks: 123_456,
    });
    const counts = (width: number) =>
      shoot([scan, new FakeScan()], { width })
        .rows()
        .find((row) => row.includes('to narrow'));
    expect(counts(80)).toBe(
      '             bad sectors 13M   to narrow 12k   weak 1M   slow blocks 123k',
    );
    expect(counts(100)).toBe(
      `             bad sectors 13,321,000   to narrow 12,345   weak 1,234,567   slow blocks 123,456`,
    );
  });

  test('shows a pause of all', () => {
    expect(shoot(three(), { paused: true }).rows()[1]).toBe(' PAUSED: p goes on');
  });

  test('Down and Enter show a disk, Escape comes back', () => {
    const shown = shoot(three(), { keys: ['down', 'enter'] }).rows()[0]!;
    expect(shown).toMatch(/^ 2\/3 {2}\/dev\/nvme0n1 {2}Samsung/);
    const back = shoot(three(), { keys: ['down', 'enter', 'escape'] }).rows();
    expect(back[0]).toContain(' 3 disks: ');
    expect(back.find((row) => row.startsWith('▶'))).toContain('/dev/nvme0n1');
  });

  test('a digit shows a disk, from another disk too', () => {
    expect(shoot(three(), { keys: ['3'] }).rows()[0]).toContain('/dev/sda');
    expect(shoot(three(), { keys: ['3', '1'] }).rows()[0]).toContain('/dev/ada0');
    expect(shoot(three(), { keys: ['4'] }).rows()[0]).toContain('3 disks');
  });

  test('asks before it stops all of them', () => {
    const screen = shoot(three(), { keys: ['q'] })
      .rows()
      .join('\n');
    expect(screen).toContain('Stop the scans of all 3 disks?');
  });

  test('asks before it stops one of them, and stops that one alone', () => {
    const scans = three();
    const shot = { keys: ['down', 's'] };
    expect(shoot(scans, shot).rows().join('\n')).toContain('Stop the scan of nvme0n1 alone?');
  });

  test('says which one is paused, and that not all are', () => {
    const scans = three();
    scans[1]!.pause();
    const rows = shoot(scans).rows();
    expect(rows[0]).toContain('3 disks: 3 under way, 1 paused');
    expect(rows[1]).not.toContain('PAUSED');
    expect(rows.filter((row) => row.includes('PAUSED: Space goes on'))).toHaveLength(1);
  });

  test('three on a large screen have maps of many rows', () => {
    const rows = shoot(three(), { width: 132, height: 43 }).rows();
    const ssd = rows.findIndex((row) => row.includes('/dev/nvme0n1'));
    const map = rows.slice(ssd + 1, ssd + 8);
    expect(map.join('')).toMatch(/^( {4}[░▒▌·]{127})+$/);
  });
});

test('what is the matter with a disk is told without its name, which stands beside it', () => {
  const path = '/srv/images/backup-of-the-old-server-2019-11-03.img';
  const trouble = `${path} left at LBA 77`;
  const ended = { activity: 'ended', phase: 'ended', trouble } as const;
  const scans = ['/dev/sda', path].map((each) => new FakeScan({ path: each }));
  scans[1]!.state = ended;
  expect(shoot(scans).rows().join('\n')).toContain('  left at LBA 77 ');
  const text = `INCOMPLETE: ${trouble}; 8 unread sectors`;
  const judged = [null, { verdict: 'incomplete' as const, text }];
  const said = / INCOMPLETE: left at LBA 77; 8 unread sectors /;
  expect(shoot(scans, { judged }).rows().join('\n')).toMatch(said);
  expect(shoot(scans, { judged, keys: ['2'] }).rows()[4]).toMatch(
    /^ INCOMPLETE: left at LBA 77; 8/,
  );
  expect(shoot(scans, { judged, keys: ['2'], width: 40, height: 3 }).rows()[0]).toMatch(
    /^INCOMPLETE: left at LBA 77/,
  );
});
