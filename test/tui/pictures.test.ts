import { describe, expect, test } from 'vitest';
import { FakeScan, stepOf } from './fake-run.ts';
import { failing, shoot, text } from './screens.ts';

const small = () => new FakeScan({ sectors: 1024 * 256 });

describe('a disk on 80x24', () => {
  test('the trail of a scan under way', () => {
    expect(text(shoot([failing(new FakeScan(), 900)]))).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                1.00 TB
       LBA       230,400 of 1,953,525,168     rotating · 1 worker · blocks of 128 KiB
       reading  ─────────────────────    0.0 %  3 failed blocks to narrow, about 0:54
       now 178.2 MB/s   mean 165.1 MB/s   elapsed 1:02:03       remaining 1:22:01
      ─ [single blocks]  whole disk   curve   defects  ───────────────────────────────
      ░░░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▄░░│ ░ <3ms           625
      ▒░░▒░▒░░▒░?S░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▓░░▒░░│ ▒ <10ms          225
      ░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▙░░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒│ ▓ <50ms           36
      ░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▄░░▒░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒│ ▄ <150ms           8
      ░░░░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▄░│ ▙ <500ms           1
      ░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▓░░▒░│ █ >500ms           0
      ░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░│ x UNC              2
      ▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▄░░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░│ S IDNF             1
      ▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▄│ ! ABRT             0
      ░░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▓░░▒│ A AMNF             1
      ░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░│ 0 T0NF             0
      ░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▄░░                            │ * BBK              0
       LBA 59,392–230,399                                       │ ? TIME             1
      ─ defects ──────────────────────────────── slow blocks 1 ─│ E IO               0
       bad    LBA 25,608–25,615                 UNC             │ – GONE             0
       failed LBA 51,200–51,455                 TIME            │ · unread   7,630,058
       weak   LBA 25,600–25,607                 IO              │ bad sectors        8
       slow   LBA 76,800–77,055                 slow     812 ms │ weak               8
        Up  scroll back   Tab  next view   Space  pause   q  stop   ?  help
      "
    `);
  });

  test('the whole disk, with cells that are read, partly read and unread', () => {
    const scan = failing(new FakeScan({ sectors: 256 * 4000 }), 900);
    expect(text(shoot([scan], { keys: ['tab'] }))).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                 524 MB
       LBA   230,400 of 1,024,000             rotating · 1 worker · blocks of 128 KiB
       reading  ████─────────────────   22.5 %  3 failed blocks to narrow, about 0:54
       now 178.2 MB/s   mean 165.1 MB/s   elapsed 1:02:03       remaining 1:22:01
      ─  single blocks  [whole disk]  curve   defects  ───────────────────────────────
      ░░░░░░░░░░░░░░░░░x░░░░░░░░░░░░░░░░A░░░░░░░░░░░░░░░░░S░░░░░│ ░ <3ms           625
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ ▒ <10ms          225
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░▌·················│ ▓ <50ms           36
      ··························································│ ▄ <150ms           8
      ··························································│ ▙ <500ms           1
      ··························································│ █ >500ms           0
      ··························································│ x UNC              2
      ··························································│ S IDNF             1
      ··························································│ ! ABRT             0
      ··························································│ A AMNF             1
      ··························································│ 0 T0NF             0
      ··························································│ * BBK              0
       a cell: 6 blocks (768 KiB), the typical one              │ ? TIME             1
      ─ defects ──────────────────────────────── slow blocks 1 ─│ E IO               0
       bad    LBA 25,608–25,615                 UNC             │ – GONE             0
       failed LBA 51,200–51,455                 TIME            │ · unread       3,100
       weak   LBA 25,600–25,607                 IO              │ bad sectors        8
       slow   LBA 76,800–77,055                 slow     812 ms │ weak               8
        arrows  cell  w  worst  Tab  view  Space  pause  q  stop  ?  help
      "
    `);
  });

  test('the end, passed', () => {
    const scan = small();
    scan.read(1024, () => stepOf(1));
    scan.state = { phase: 'ended', activity: 'ended', remainingSeconds: 0 };
    const verdicts = [{ verdict: 'pass' as const, text: 'PASS' }];
    expect(text(shoot([scan], { verdicts }))).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                 134 MB
       LBA 0–262,143 of 262,144               rotating · 1 worker · blocks of 128 KiB
       ended  ██████████████████████████████████████████████████████████████  100.0 %
       now –            mean 165.1 MB/s   elapsed 1:02:03       remaining 0:00:00
       PASS
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ ░ <3ms         1,024
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ ▒ <10ms            0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ ▓ <50ms            0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ ▄ <150ms           0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ ▙ <500ms           0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ █ >500ms           0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ x UNC              0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ S IDNF             0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ ! ABRT             0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ A AMNF             0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ 0 T0NF             0
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░                    │ * BBK              0
       LBA 89,088–262,143                                       │ ? TIME             0
      ─ defects ──────────────────────────────── slow blocks 0 ─│ E IO               0
       none                                                     │ – GONE             0
                                                                │ · unread           0
                                                                │ bad sectors        0
                                                                │ weak               0
        Up  scroll back   Tab  next view   ?  help   q  leave
      "
    `);
  });

  test('the question before a stop', () => {
    expect(text(shoot([failing(small(), 500)], { keys: ['q'] }))).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                 134 MB
       LBA 128,000 of 262,144                 rotating · 1 worker · blocks of 128 KiB
       reading  ██████████───────────   48.8 %  3 failed blocks to narrow, about 0:54
       now 178.2 MB/s   mean 165.1 MB/s   elapsed 1:02:03       remaining 1:22:01
      ─ [single blocks]  whole disk   curve   defects  ───────────────────────────────
      ░░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▄░░▒│ ░ <3ms           345
      ░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░░░░▒░░▒░▒░░▒xx░░▒░░▒░▓░░▒░░░│ ▒ <10ms          126
      ░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▄░░▒░░▒░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░│ ▓ <50ms           19
      ░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░▓░A▒░░░░▒░░▒░░░░▒░░▒░▓░░▒░░░░▒░░▒░│ ▄ <150ms           4
      ░░░▒░░▒░▒░░▒░░░░┌──────────────────────────────────────────────┐00ms           1
      ▒░░▒░▒░░▒░?S░▒░░│                Stop the scan?                │00ms           0
      ░░▒░░▒░░░░▒░░▒░▓│                                              │C              2
      ░░▒░░░░▒░░▒░▓░░▒│            y  yes       n  go on             │NF             1
      ░░░░▒░░▒░▒░░▒░░░└──────────────────────────────────────────────┘RT             0
                                                                │ A AMNF             1
                                                                │ 0 T0NF             0
                                                                │ * BBK              0
       LBA 0–127,999                                            │ ? TIME             1
      ─ defects ──────────────────────────────── slow blocks 1 ─│ E IO               0
       bad    LBA 25,608–25,615                 UNC             │ – GONE             0
       failed LBA 51,200–51,455                 TIME            │ · unread         524
       weak   LBA 25,600–25,607                 IO              │ bad sectors        8
       slow   LBA 76,800–77,055                 slow     812 ms │ weak               8
        Up  scroll back   Tab  next view   Space  pause   q  stop   ?  help
      "
    `);
  });

  test('the help', () => {
    expect(text(shoot([failing(small(), 500)], { keys: ['?'] }))).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                 134 MB
       LBA 128,000 of 262,144                 rotating · 1 worker · blocks of 128 KiB
      ┌────────────────────────── help: any key closes it ───────────────────────────┐
      │ ░ <3ms   read in less than 3 ms           Tab         the next view          │
      │ ▒ <10ms  read in less than 10 ms          d           the list of defects    │
      │ ▓ <50ms  read in less than 50 ms          f           in it: one kind alone  │
      │ ▄ <150ms read in less than 150 ms         arrows hjkl choose, or scroll      │
      │ ▙ <500ms read in less than 500 ms         PgUp PgDn   by more at once        │
      │ █ >500ms took 500 ms or longer            Home End    to the first, the last │
      │ x UNC    uncorrectable data               Enter       into a cell; on the map│
      │ S IDNF   sector ID not found              w           cells: typical, worst  │
      │ ! ABRT   command aborted                  Esc         back: out, to all disks│
      │ A AMNF   address mark not found           1-9         another disk           │
      │ 0 T0NF   track 0 not found                Space       this disk: pause       │
      │ * BBK    bad block mark or interface CRC  s           this disk: stop        │
      │ ? TIME   no answer within the timeout     n           this disk: skip a step │
      │ E IO     failed, the system says no more  p           all disks: pause       │
      │ – GONE   the disk left                    q           all disks: stop        │
      │ · unread not read yet                     Ctrl-C      stop at once           │
      │ ▌ partly a cell that is read in part      Ctrl-Z      suspend; fg comes back │
      │                                           Ctrl-L      redraw the screen      │
      └──────────────────────────────────────────────────────────────────────────────┘
       slow   LBA 76,800–77,055                 slow     812 ms │ weak               8
        Up  scroll back   Tab  next view   Space  pause   q  stop   ?  help
      "
    `);
  });

  test('four workers, a band each', () => {
    const scan = new FakeScan({ rotational: false }, 256, 4);
    for (const job of [0, 1, 2, 3]) scan.read(70 * (job + 1), () => stepOf(job * 4 + 1), job);
    expect(text(shoot([scan]))).toMatchInlineSnapshot(`
      "
       /dev/ada0  ST1000DM003-1CH162  S1D5XYZ0                                1.00 TB
       LBA 1,465,215,488 of 1,953,525,168 solid state · 4 workers · blocks of 128 KiB
       reading  ────────────────────────────────────────────────────────────    0.0 %
       now 178.2 MB/s   mean 165.1 MB/s   elapsed 1:02:03       remaining 1:22:01
      ─ [single blocks]  whole disk   curve   defects  ───────────────────────────────
      ─ LBA 0–17,919 ───────────────────────────────────────────│ ░ <3ms            70
      ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░│ ▒ <10ms          350
      ░░░░░░░░░░░░                                              │ ▓ <50ms          280
      ─ LBA 488,396,032–488,417,023 ────────────────────────────│ ▄ <150ms           0
      ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒│ ▙ <500ms           0
      ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒                                  │ █ >500ms           0
      ─ LBA 976,792,320–976,816,383 ────────────────────────────│ x UNC              0
      ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒│ S IDNF             0
      ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒                      │ ! ABRT             0
      ─ LBA 1,465,188,352–1,465,215,487 ────────────────────────│ A AMNF             0
      ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓│ 0 T0NF             0
      ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓          │ * BBK              0
       4 workers side by side, a band each                      │ ? TIME             0
      ─ defects ──────────────────────────────── slow blocks 0 ─│ E IO               0
       none                                                     │ – GONE             0
                                                                │ · unread   7,630,258
                                                                │ bad sectors        0
                                                                │ weak               0
        Up  scroll back   Tab  next view   Space  pause   q  stop   ?  help
      "
    `);
  });
});
