// The commands and their options, as `--help` tells them. What a command does is loaded when it is the
// one: most of a command's start is loading.

import { Command } from 'commander';
import { cleanText, toolJson, usageError } from '../api/common.ts';
import type { TypedBenchOptions } from './bench-options.ts';
import type { TypedCheckOptions } from './check-options.ts';
import type { TypedReportOptions } from './report-options.ts';
import type { TypedScanOptions } from './scan-options.ts';
import { writeAll } from './terminal-output.ts';

const SCAN_HELP = `
Targets:
  /dev/sda, sda, ada0          a disk or a partition, read raw
  disk.img                     an image file, in sectors of --sector-size bytes
  sim:KEY=VALUE,…              a simulated disk: size=1TB or 2048s, sector=512, physical=4096,
                               kind=hdd|ssd|null, speed=N|max (times real time), seed=, model=, serial=,
                               and its faults, in LBAs: bad=A-B[/CODE][@MS], weak=A-B@N (fails N reads),
                               slow=A-B@MS[*N], hang=A@MS, gone=N (leaves after N reads)

LBAs count the target's logical sectors: decimal, 0x hex, a percentage (25%) or bytes with a unit
(100GiB, 500GB). Ranges are inclusive. A percentage or size names, in --from, the first sector at it,
in --to the last sector before it. Linux logs count sectors of 512 bytes whatever the disk's are: on a
disk with sectors of 4096 bytes, divide by 8.

Rules say what makes a disk unfit, as NAME>N: exit status 1 when NAME is more than N. NAME is
  bad, weak, unread            sectors
  <3ms <10ms <50ms <150ms <500ms >500ms, UNC IDNF ABRT AMNF T0NF BBK TIME IO GONE
                               blocks of that class or error (>500ms: slow when read again, too)
  p50 p90 p99 p99.9 p99.99 max latency in milliseconds

Examples:
  surfscan scan /dev/sdb                          the whole disk, on the screen
  surfscan scan sda sdb sdc                       three disks side by side
  surfscan scan ada0 --from 93492224 --to 93492479
  surfscan scan /dev/nvme0n1 --json scan.json --no-tui
  surfscan scan sdb --map sdb.map                 overnight: nothing is lost,
  surfscan scan sdb --map sdb.map --resume        and this goes on where it ended
  surfscan scan sdb --rate 20MB --timeout 10      gently
  surfscan scan sdb --fail-on 'bad>0' --fail-on 'p99>50'
  surfscan scan disk.img --sector-size 4096
  surfscan scan 'sim:size=40GB,speed=20,bad=1000-1003,slow=5000000@700'

Exit status:
  0  finished, and no rule's limit passed  3  a target could not be opened, is no disk, left or
                                              hung; a map could not be kept
  1  a rule's limit passed: unfit          4  stopped before the end, no limit passed
  2  usage: nothing was read               70 a defect of surfscan itself

Nothing is ever written to a disk: targets are opened for reading only.`;

const CHECK_HELP = `
The lines of a log that are the target's: those that name it, its partitions or labels, its mirror, and
on Linux the volumes on it (LVM, encryption, RAID 1) or the disks below it; --log-device says which
names meant it when the log was written. Without one, if no line names it and the log accuses one disk
only, that one. Offsets in a partition or a volume are counted from its start where the disk's tables,
or the system's, tell it. LBAs as for scan; with a 4Kn disk the log's units of 512 bytes are reckoned.

Every accused range is read as the kernel read it, then by physical sector; what fails is read again
(--reads), and so is one request before and after. Ranges of more than 8192 sectors are looked at
sector by sector only where a request fails.

Examples:
  dmesg | surfscan check sda --log -              what the kernel says of sda
  surfscan check ada3 --log messages --log-device ad16
                                                  the log is of a time when ada3 was ad16
  surfscan check sdb 93492434                     one sector, as MHDD or smartctl name it
  surfscan check sdb 93492224+256 1000-1999       256 sectors, and a range: both ends are read
  surfscan check --log messages                   what the log's numbers mean; no disk is touched
  surfscan check da0 --log - --log-offset 63 < messages
                                                  the log's offsets are of a slice that begins at 63

Exit status:
  0  all that was checked reads; a log        2  usage, or whose lines are meant cannot be told
     explained; a log that accuses nothing    3  the target could not be opened, left or hung
  1  bad or weak sectors                      4  stopped before the end
                                              70 a defect of surfscan itself

Nothing is ever written to a disk: targets are opened for reading only.`;

const BENCH_HELP = `
What is measured, each in its share of the time, on the whole disk by sample:
  sequential   zones evenly spread from the first LBA to the last: the transfer curve
  random       reads of 512, 4096, 65536 bytes and 1 MiB, one at a time; of 4096 bytes with 4 and 32
               in flight
  access       of disks that spin or may: a few MiB backwards, anywhere, from end to end; medians
  burst        of the same: one block of 128 KiB again and again, from the drive's cache

Targets are as for scan: disks, partitions, image files, sim:KEY=VALUE,…

Examples:
  surfscan bench sda                     a minute, with the curve on the screen
  surfscan bench sda sdb --seconds 300   five minutes each, one after the other, then side by side
  surfscan bench nvme0n1 --json bench.json --no-tui
  surfscan bench sim:kind=hdd            a simulated disk: its minute is over at once

Exit status:
  0  measured, whatever the figures        3  a target could not be opened, is no disk, left or hung
  2  usage: nothing was read               4  stopped before the end

Nothing is ever written to a disk: targets are opened for reading only.`;

const REPORT_HELP = `
Without a format: each scan in words, as scan writes it when it ends.

  --csv        a line for each range of neighbouring blocks that fared alike: from, to (LBAs, inclusive),
               sectors, blocks, state (class, error or unread, by the first reading),
               latency_from_ms, latency_below_ms (the map keeps latencies in steps of 8 %)
  --ddrescue   the whole disk: ? unread, * a failed block that was not narrowed, - bad, + good. What was
               read well was not copied: it is what ddrescue -m takes, not a rescue's own mapfile
  --badblocks  the blocks of a file system that hold a bad sector, for mke2fs -l, e2fsck -l and
               badblocks -i. --block-size must be the file system's own, and --partition the number
               of the partition that it is on, from which the blocks are counted

Examples:
  surfscan report sdb.map
  surfscan report *.map --json all.json
  surfscan report sdb.map --csv > sdb.csv
  surfscan report sdb.map --ddrescue > scanned
  ddrescue -m scanned /dev/sdb sdb.img rescued          copies first what is known to read
  surfscan report sdb.map --badblocks --block-size 4096 --partition 1 > bad
  mke2fs -b 4096 -l bad /dev/sdb1

Exit status:
  0  reported, whatever the verdict        3  a map could not be opened
  2  usage, or a file that is no sound map`;

const MAIN_HELP = `
Examples:
  surfscan list                 which disks are there, and what uses them
  surfscan scan /dev/sdb        scan one, with the block map on the screen
  surfscan scan sim:            scan a simulated disk: no root, no real disk
  dmesg | surfscan check sdb --log -
                                from the kernel's message to the sector, the partition, the file
  surfscan bench /dev/sdb       how fast it is: a minute
  surfscan report sdb.map       what a scan's map says, finished or not
  surfscan scan --help          all options, the exit status, more examples`;

/** The program; `done` gets the exit status of the command that ran. */
export function program(done: (status: number) => void): Command {
  const main = new Command('surfscan')
    .description(
      'Disk surface scan: reads every sector raw, times each block, finds exactly which\n' +
        'sectors cannot be read, and never writes.',
    )
    .version(toolJson().version)
    .addHelpText('after', MAIN_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => writeAll(1, text),
      writeErr: (text) => writeAll(2, text),
      // It repeats what was typed: some of that may be a file name that a shell put there.
      outputError: (text, write) =>
        write(`${cleanText(text.trimEnd().replace(/^error: /, 'surfscan: '), 400)}\n`),
    })
    .showSuggestionAfterError(false);

  main
    .command('list')
    .description('the disks: path, size, sectors, type, bus, model, serial, and what uses them')
    .option('--json', 'as JSON, schema surfscan.list/1')
    .action(async (options: { json?: boolean }) => {
      const { runList } = await import('./list.ts');
      done(await runList(options, io));
    });

  main
    .command('scan')
    .description('the surface scan; several targets run side by side')
    .argument('<target...>', 'a disk or partition, an image file, or sim:KEY=VALUE,…')
    .option('--from <LBA>', 'first LBA (default: 0)')
    .option('--to <LBA>', 'last LBA (default: the last)')
    .option('--block <SECTORS>', 'sectors a block (default: 128 KiB worth; up to 16 MiB worth)')
    .option(
      '--jobs <N>',
      'worker threads a disk, 1-64 (default: 1, but as fits where a disk cannot spin)',
    )
    .option(
      '--depth <N>',
      'reads in flight a worker, 1-256; more than 1 needs io_uring (default: 1 where a disk may spin\n' +
        'and for images, else as fits)',
    )
    .option(
      '--timeout <S>',
      'seconds after which a read is late: error TIME, and read again at the end (default: 30)',
    )
    .option(
      '--hang <S>',
      'seconds without an answer after which the disk is given up as hung (default: 600)',
    )
    .option(
      '--retries <N>',
      'read bad sectors N more times; one that then reads is weak (default: 0)',
    )
    .option('--refine', "narrow failed blocks to the disk's physical sectors (default)")
    .option('--no-refine', 'leave failed blocks as they are')
    .option('--refine-limit <S>', 'seconds that narrowing may take, a disk (default: 3600)')
    .option('--max-bad <N>', 'stop the pass when N bad sectors are known')
    .option(
      '--rate <BYTES/S>',
      'read no faster than this, a disk: 50MB, 100MiB (default: no limit)',
    )
    .option(
      '--fail-on <RULE>',
      'what makes a disk unfit; may repeat (default: bad>0 and >500ms>0)',
      collect,
    )
    .option(
      '--map <FILE>',
      'keep what is known in FILE while the scan goes on: to go on later, and for reports; for\n' +
        'several targets a directory, a file each',
    )
    .option('--resume', 'go on with the map, with its options where none are given')
    .option('--sector-size <BYTES>', 'sector size of image files (default: 512)')
    .option('--tui', 'the screen (default on a terminal)')
    .option('--no-tui', 'progress lines instead')
    .option(
      '--json <FILE|->',
      'write the report as JSON, schema surfscan.run/1; - is standard output',
    )
    .addHelpText('after', SCAN_HELP)
    .action(async (targets: string[], typed: TypedScanOptions) => {
      const { earlyThreads } = await import('./early-thread.ts');
      const threads = earlyThreads(targets.length);
      const { runScan, scanOptions } = await import('./scan-command.ts');
      done(await runScan(targets, scanOptions(typed), threads));
    });

  main
    .command('check')
    .description('the spot check of reported LBAs, or of what the lines of a log report')
    .argument('[target]', 'as for scan; without it a log is explained, and no disk is read')
    .argument('[lba...]', 'LBA, LBA-LBA or LBA+COUNT')
    .option(
      '--log <FILE|->',
      "a kernel's log, a syslog or smartctl's: what it accuses; - is standard input",
      onlyLog,
    )
    .option('--log-device <NAME>', "whose lines are the target's; may repeat", collect)
    .option('--log-offset <LBA>', 'where a slice or label that the log names begins on the target')
    .option('--reads <N>', 'readings in all of a sector that fails alone (default: 3)')
    .option('--timeout <S>', 'seconds after which a read is late (default: 30)')
    .option('--sector-size <BYTES>', 'sector size of image files (default: 512)')
    .option(
      '--json <FILE|->',
      'write the result as JSON, schema surfscan.check/1; - is standard output',
    )
    .addHelpText('after', CHECK_HELP)
    .action(async (target: string | undefined, lbas: string[], typed: TypedCheckOptions) => {
      const words = target === undefined ? lbas : [target, ...lbas];
      const { checkOptions, runCheck } = await import('./check-command.ts');
      done(await runCheck(checkOptions(words, typed)));
    });

  main
    .command('bench')
    .description("the disk's benchmark; several targets run one after the other")
    .argument('<target...>', 'a disk or partition, an image file, or sim:KEY=VALUE,…')
    .option('--seconds <N>', 'time a disk, from 1 on (default: 60)')
    .option('--seed <N>', 'where random reads go: the same seed, the same places (default: 1)')
    .option('--tui', 'the curve on the screen (default on a terminal)')
    .option('--no-tui', 'progress lines instead')
    .option(
      '--json <FILE|->',
      'write the report as JSON, schema surfscan.bench/1; - is standard output',
    )
    .addHelpText('after', BENCH_HELP)
    .action(async (targets: string[], typed: TypedBenchOptions) => {
      const { benchOptions, runBench } = await import('./bench-command.ts');
      done(await runBench(targets, benchOptions(typed)));
    });

  main
    .command('report')
    .description("reports from a scan's map, finished or not")
    .argument('<map...>', 'what scan --map wrote; one for --csv, --ddrescue and --badblocks')
    .option(
      '--json <FILE|->',
      'write the scans as JSON, schema surfscan.run/1; - is standard output',
    )
    .option('--csv', 'a table of the blocks')
    .option('--ddrescue', "GNU ddrescue's mapfile")
    .option('--badblocks', 'the bad blocks, as mke2fs -l takes them')
    .option(
      '--block-size <BYTES>',
      "of --badblocks: the file system's, a power of two from 512 to 65536 (default: 1024)",
    )
    .option('--partition <N>', 'of --badblocks: only of this partition, and counted from its start')
    .addHelpText('after', REPORT_HELP)
    .action(async (maps: string[], typed: TypedReportOptions) => {
      const { loadStoredScan, reportMaps } = await import('./report-command.ts');
      done(await reportMaps(maps, typed, io, loadStoredScan));
    });
  return main;
}

const io = {
  stdout: { write: (text: string) => writeAll(1, text) },
  stderr: { write: (text: string) => writeAll(2, text) },
};

/** The first of two logs would be left out in silence. */
function onlyLog(file: string, before?: string): string {
  if (before === undefined) return file;
  throw usageError(`--log ${file}: expected one log; cat ${before} … | surfscan check … --log -`);
}

function collect(value: string, all: string[] = []): string[] {
  return [...all, value];
}
