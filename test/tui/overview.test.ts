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
    path: '/dev/da1',
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
       3 disks  3 under way                                         534.6 MB/s in all

      ▶1  /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                    rotating  524 MB
          ▓x▄A▓S▓▙▄▄▓▓▄▓▄▓▌··························································
           22.5 %  reading  178.2 MB/s  1:22:01 left                  1:02:03 elapsed
                   bad 8   to narrow 3   weak 8   slow 1

       2  /dev/nvme0n1  Samsung SSD 990 PRO 2TB  S6Z1NJ0W123456   solid state  393 MB
          ░░░░░░░░░░░░░░░░░▌···················▌▒▒▒▒▒▒▒▒▒▒▒▒▒▒▌······················
           43.3 %  reading  178.2 MB/s  1:22:01 left                  1:02:03 elapsed
                   bad 0   weak 0   slow 0

       3  /dev/da1  WD Elements                             rotation unknown  1.00 TB
          ···········································································
            0.0 %   no answer for 41 s at LBA 12,345
                   bad 0   weak 0   slow 0






       ░<3ms ▒<10ms ▓<50ms ▄<150ms ▙<500ms █>500ms ▌partly ·unread  letters: errors
        Up Down  select   Enter  show disk   p  pause   q  stop   ?  help
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

  test('shows a pause of all', () => {
    expect(shoot(three(), { paused: true }).rows()[1]).toBe(' PAUSED: p goes on');
  });

  test('Down and Enter show a disk, Escape comes back', () => {
    const shown = shoot(three(), { keys: ['down', 'enter'] }).rows()[0]!;
    expect(shown).toMatch(/^ 2\/3 {2}\/dev\/nvme0n1 {2}Samsung/);
    const back = shoot(three(), { keys: ['down', 'enter', 'escape'] }).rows();
    expect(back[0]).toContain(' 3 disks');
    expect(back.find((row) => row.startsWith('▶'))).toContain('/dev/nvme0n1');
  });

  test('a digit shows a disk, from another disk too', () => {
    expect(shoot(three(), { keys: ['3'] }).rows()[0]).toContain('/dev/da1');
    expect(shoot(three(), { keys: ['3', '1'] }).rows()[0]).toContain('/dev/ada0');
    expect(shoot(three(), { keys: ['4'] }).rows()[0]).toContain('3 disks');
  });

  test('asks before it stops all of them', () => {
    const screen = shoot(three(), { keys: ['q'] })
      .rows()
      .join('\n');
    expect(screen).toContain('Stop the scans of all 3 disks?');
  });

  test('keeps the selected of many disks on the screen', () => {
    const many = Array.from({ length: 12 }, (_, disk) => new FakeScan({ path: `/dev/da${disk}` }));
    const top = shoot(many).rows();
    expect(top.join('\n')).toContain('▼ 8 more');
    const keys = Array.from({ length: 11 }, () => 'down');
    const bottom = shoot(many, { keys }).rows();
    expect(bottom.find((row) => row.startsWith('▶'))).toContain('▶12 /dev/da11');
    expect(bottom.join('\n')).toContain('▲ 8 more');
  });
});
