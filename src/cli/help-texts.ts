// What `--help` says below the options of each command.

export const SCAN_HELP = `
Targets:
  /dev/sda, sda, ada0          a disk or a partition, read raw
  disk.img                     an image file, in sectors of --sector-size bytes
  sim:KEY=VALUE,…              a simulated disk: size=1TB or 2048s, sector=512,
                               physical=4096, kind=hdd|ssd|null, speed=N|max
                               (times real time), seed=, model=, serial=, and
                               its faults, in LBAs: bad=A-B[/CODE][@MS],
                               weak=A-B@N (fails N reads), slow=A-B@MS[*N],
                               hang=A@MS, gone=N (leaves after N reads)

LBAs count the target's logical sectors: decimal (93492434 or 93,492,434), 0x
hex, a percentage (25%) or bytes with a unit (100GiB, 500GB). Sizes and rates
take K M G T and KiB … (of 1024) and kB … (of 1000), times s, m and h. A rate
needs its unit. Ranges are inclusive. A percentage or size
names, in --from, the first sector at it, in --to the last sector before it.
Linux logs count sectors of 512 bytes whatever the disk's are: on a disk with
sectors of 4096 bytes, divide by 8.

Rules say what makes a disk unfit, as NAME>N: exit status 1 when NAME is more
than N. NAME is
  bad, weak, unread            sectors
  <3ms <10ms <50ms <150ms <500ms >500ms,
  UNC IDNF ABRT AMNF T0NF BBK TIME IO GONE
                               blocks of that class or error (>500ms: slow when
                               read again, too)
  p50 p90 p99 p99.9 p99.99 max latency in milliseconds
  slow_zones                   zones that are slow when read again, too
  recovered                    sectors that the drive says it had to correct
  new_bad                      with --baseline: sectors that are bad now, and
                               read well then or were not read
  new_slow                     with --baseline: blocks newly slow, and zones
                               that became slower

smartctl, where it is installed, is asked what the drive counts (pending,
reallocated sectors, …), before the first read and after the last one; what
changed is told. --max-temp goes by the kernel's sensor of the disk (drivetemp,
nvme), else by smartctl, asked every five minutes.

Examples:
  surfscan scan /dev/sdb                          the whole disk, on the screen
  surfscan scan sda sdb sdc                       three disks side by side
  surfscan scan ada0 --from 93492224 --to 93492479
  surfscan scan /dev/nvme0n1 --json scan.json --no-tui
  surfscan scan sdb --map sdb.surfscan            overnight: nothing is lost,
  surfscan scan sdb --map sdb.surfscan --resume
      and this goes on where it ended
  surfscan scan sdb --rate 20MB --timeout 10      gently
  surfscan scan sdb --fail-on 'bad>0' --fail-on 'p99>50'
  surfscan scan disk.img --sector-size 4096
  surfscan scan 'sim:size=40GB,speed=20,bad=1000-1003,slow=5000000@700'

Exit status:
   0  finished, and no rule's limit passed
   1  a rule's limit passed: unfit
   2  usage: nothing was read
   3  a target could not be opened, is no disk, left or hung; a map could not be
      kept
   4  stopped before the end, no limit passed
  70  a defect of surfscan itself

Nothing is ever written to a disk: targets are opened for reading only.`;

export const CHECK_HELP = `
The lines of a log that are the target's: those that name it, its partitions or
labels, its mirror, and on Linux the volumes on it (LVM, encryption, RAID 1) or
the disks below it; --log-device says which names meant it when the log was
written. Without one, if no line names it and the log accuses one disk only,
that one. Offsets in a partition or a volume are counted from its start where
the disk's tables, or the system's, tell it. LBAs as for scan; with a 4Kn disk
the log's units of 512 bytes are reckoned. Formats that are known, as the JSON
names them: freebsd-ata, freebsd-cam-ata, freebsd-cam-scsi, freebsd-nvme,
freebsd-devctl, geom, linux-block, linux-libata, linux-scsi, linux-nvme,
linux-md, linux-buffer, linux-ide, linux-mmc, zfs, btrfs, xfs, smartctl (and its
-j), nvme-cli, ddrescue, badblocks; in journald's JSON, containers' logs, HTML,
Markdown and mails, too.

Every accused range is read as the kernel read it, then by physical sector; what
fails is read again (--reads), and so is one request before and after. Ranges of
more than 8192 sectors are looked at sector by sector only where a request
fails.

Examples:
  dmesg | surfscan check sda --log -              what the kernel says of sda
  surfscan check ada3 --log messages --log-device ad16
      the log is of a time when ada3 was ad16
  surfscan check sdb 93492434                     one sector, as MHDD or
                                                  smartctl name it
  surfscan check sdb 93492224+256 1000-1999
      256 sectors, and a range: both ends are read
  surfscan check --log messages                   what the log's numbers mean;
                                                  no disk is touched
  surfscan check da0 --log - --log-offset 63 < messages
      the log's offsets are of a slice that begins at 63

Exit status:
   0  all that was checked reads; a log explained; a log that accuses nothing
   1  bad or weak sectors
   2  usage, or whose lines are meant cannot be told
   3  the target could not be opened, left or hung
   4  stopped before the end
  70  a defect of surfscan itself

Nothing is ever written to a disk: targets are opened for reading only.`;

export const BENCH_HELP = `
What is measured, each in its share of the time, on the whole disk by sample:
  sequential   zones evenly spread from the first LBA to the last: the transfer
               curve
  random       reads of 512, 4096, 65536 bytes and 1 MiB, one at a time; of 4096
               bytes with 4 and 32 in flight
  access       of disks that spin or may: a few MiB backwards, anywhere, from
               end to end; medians
  burst        of the same: one block of 128 KiB again and again, from the
               drive's cache

Targets are as for scan: disks, partitions, image files, sim:KEY=VALUE,…

Examples:
  surfscan bench sda                     a minute, with the curve on the screen
  surfscan bench sda sdb --seconds 300
      five minutes each, one after the other, then side by side
  surfscan bench nvme0n1 --json bench.json --no-tui
  surfscan bench sim:kind=hdd            a simulated disk: its minute is over at
                                         once

Exit status:
  0  measured, whatever the figures
  2  usage: nothing was read
  3  a target could not be opened, is no disk, left or hung
  4  stopped before the end

Nothing is ever written to a disk: targets are opened for reading only.`;

export const REPORT_HELP = `
Without a format: each scan in words, as scan writes it when it ends.

  --html       one page that loads nothing: verdict, disk, method, coverage, the
               whole disk, single blocks, speed (with several reads in flight:
               latency), histogram, findings. Light, dark, and on A4; a script
               is needed for a click on the map alone. Of several maps the
               fleet's sheet: a card a disk (its newest finished scan), worst
               first, beside the median of three or more of its model
  --csv        a line for each range of neighbouring blocks that fared alike:
               from, to (LBAs, inclusive), sectors, blocks, state (class, error
               or unread, by the first reading), latency_from_ms,
               latency_below_ms (the map keeps latencies in steps of 8 %)
  --ddrescue   the whole disk: ? unread, * a failed block that was not narrowed,
               - bad, + good. What was read well was not copied: it is what
               ddrescue -m takes, not a rescue's own mapfile
  --badblocks  the blocks of a file system that hold a bad sector, for mke2fs
               -l, e2fsck -l and badblocks -i. --block-size must be the file
               system's own, and --partition the number of the partition that it
               is on, from which the blocks are counted
  --verdict    the verdict and what decided it; with another format only the
               exit status: that of scan
  --line       verdict, serial (else WWN, else path), what decided, how long ago
  --nagios     of each disk its newest scan that finished or failed: 0 passed;
               1 and slow, weak or older than --max-age; 2 it failed; 3 it is
               incomplete, or there is no sound map
  --prometheus of each disk its newest finished scan (else its newest):
               surfscan_scan_verdict, _sectors, _read_latency_seconds and more,
               in FILE that is renamed into its place. Of several maps those
               that can be read; nothing is said in words then

Examples:
  surfscan report sdb.surfscan
  surfscan report *.surfscan --json all.json
  surfscan report sdb.surfscan --html sdb.html
  surfscan report maps/ --html fleet.html
  surfscan report sdb.surfscan --csv > sdb.csv
  surfscan report sdb.surfscan --ddrescue > scanned
  ddrescue -m scanned /dev/sdb sdb.img rescued
      copies first what is known to read
  surfscan report sdb.surfscan --badblocks --block-size 4096 --partition 1 > bad
  mke2fs -b 4096 -l bad /dev/sdb1
  surfscan report sdb.surfscan --verdict && echo fit
  surfscan report maps/ --nagios --max-age 35
  surfscan report maps/ --prometheus /var/lib/node-exporter/surfscan.prom

Exit status, but for --nagios:
  0  reported, whatever the verdict        3  a map could not be opened
  2  usage, or a file that is no sound map
With --verdict the scan's, else 0; of several the first of 70, 1, 3, 4:
  1  a rule's limit was passed: unfit      4  stopped before the end
  3  the disk left or hung                 70 a defect of surfscan itself`;

export const DIFF_HELP = `
Reported are, by sector, what is bad now and read well before, what is bad now
and was not read before, and what is no longer bad; blocks that read below
150 ms and now take 150 ms or longer, read again alone too, and those that
recovered; and zones of 1 GB (at most 1000) whose mean latency moved by more
than 5 % and by more than twice the noise. The noise is what a zone's mean moves
without a reason: by its blocks' spread, by the map's steps of 8 %, and by how
much other zones moved; it is printed. Single blocks below 150 ms are noise.

Latencies are not compared where block size, workers or reads in flight differ,
nor where others used the disk; nothing is where one of the scans did not read.
That is said.

Examples:
  surfscan diff january.surfscan july.surfscan
  surfscan diff january.surfscan july.surfscan --html diff.html
  surfscan diff january.surfscan july.surfscan --json - | jq .bad.new
  surfscan scan sdb --baseline january.surfscan --fail-on 'new_bad>0'
      the same beside a new scan, and part of its report

Exit status:
  0  nothing is reported                  2  usage, no sound map, or two disks
  1  something is                         3  a map could not be opened`;

export const MAIN_HELP = `
Examples:
  surfscan list                 which disks are there, and what uses them
  surfscan scan /dev/sdb        scan one, with the block map on the screen
  surfscan scan sim:            scan a simulated disk: no root, no real disk
  dmesg | surfscan check sdb --log -
      from the kernel's message to the sector, the partition, the file
  surfscan bench /dev/sdb       how fast it is: a minute
  surfscan report sdb.surfscan  what a scan's map says, finished or not
  surfscan diff old.surfscan new.surfscan
      what changed between two scans of a disk
  surfscan scan --help          all options, the exit status, more examples`;
