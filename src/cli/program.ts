// The commands and their options, as `--help` prints them. What a command does is loaded when it is the
// one: most of a command's start is loading.

import { Command } from 'commander';
import { cleanText, toolJson, usageError } from '../api/common.ts';
import type { TypedBenchOptions } from './bench-options.ts';
import type { TypedCheckOptions } from './check-options.ts';
import { addDiff } from './diff-options.ts';
import { BENCH_HELP, CHECK_HELP, MAIN_HELP, REPORT_HELP, SCAN_HELP } from './help-texts.ts';
import { nearest } from './nearest.ts';
import type { TypedReportOptions } from './report-options.ts';
import type { TypedScanOptions } from './scan-options.ts';
import { writeAll } from './terminal-output.ts';
import { toldOrStopped } from './told-or-stopped.ts';

/** The program; `done` gets the exit status of the command that ran. */
export function program(done: (status: number) => void): Command {
  const main = new Command('surfscan')
    .description(
      'Disk surface scan: reads every sector raw, times each block, finds exactly\n' +
        'which sectors cannot be read, and never writes.',
    )
    .version(toolJson().version)
    .addHelpText('after', MAIN_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => writeAll(1, text),
      writeErr: (text) => writeAll(2, text),
      // It repeats what was typed: some of that may be a file name that a shell put there.
      outputError: (text, write) =>
        write(`${cleanText(withNearest(text.trimEnd().replace(/^error: /, 'surfscan: ')), 400)}\n`),
    })
    .showSuggestionAfterError(false);

  main
    .command('list')
    .description('the disks: path, size, sectors, type, bus, model, serial, and what uses them')
    .option('--json', 'as JSON, schema surfscan.list/1')
    .action(async (options: { json?: boolean }) => {
      const { runList } = await import('./list.ts');
      done(await toldOrStopped(() => runList(options, io)));
    });

  main
    .command('scan')
    .description('the surface scan; several targets run side by side')
    .argument('[target...]', 'a disk or partition, an image file, or sim:KEY=VALUE,…')
    .option('--all-unused', 'instead of targets: every whole disk that nobody uses')
    .option('--at-once <N>', 'scan at most N disks at the same time (default: all)')
    .option(
      '--at-once-per-controller <N>',
      'of those on one controller, where it is known (default: all)',
    )
    .option('--from <LBA>', 'first LBA (default: 0)')
    .option('--to <LBA>', 'last LBA (default: the last)')
    .option('--block <SECTORS>', 'sectors a block (default: 128 KiB worth; up to 16 MiB worth)')
    .option(
      '--jobs <N>',
      'worker threads a disk, 1-64 (default: 1, but as fits where a disk cannot spin)',
    )
    .option(
      '--depth <N>',
      'reads in flight a worker, 1-256; more than 1 needs io_uring (default: 1 where a disk may spin ' +
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
      'what makes a disk unfit; may repeat (default: bad>0, >500ms>0 and, but for USB, virtual disks and images, slow_zones>0)',
      collect,
    )
    .option(
      '--label <KEY=VALUE>',
      'carried into report, map and metrics: rack=7; may repeat',
      collect,
    )
    .option(
      '--map <FILE>',
      'keep what is known in FILE while the scan goes on: to go on later, and for reports; for ' +
        'several targets a directory, a file each',
    )
    .option(
      '--map-optional',
      'scan all the same where there is no room for the map; status 3, or 1',
    )
    .option('--baseline <MAP>', 'an earlier scan of the disk: told is what changed since')
    .option('--resume', 'go on with the map, with its options where none are given')
    .option('--sector-size <BYTES>', 'sector size of image files (default: 512)')
    .option('--tui', 'the screen (default on a terminal)')
    .option('--no-tui', 'progress lines instead')
    .option(
      '--json <FILE|->',
      'write the report as JSON, schema surfscan.run/1; - is standard output',
    )
    .option(
      '--events <FILE|->',
      'write what happens as it happens, a JSON object a line, schema surfscan.event/1',
    )
    .option('--quiet', 'no screen and no progress lines; messages and results stay')
    .addHelpText('after', SCAN_HELP)
    .action(async (targets: string[], typed: TypedScanOptions) => {
      const { earlyThreads } = await import('./early-thread.ts');
      const { runScan, scanOptions } = await import('./scan-command.ts');
      done(await runScan(targets, scanOptions(typed), earlyThreads));
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
    .option(
      '--list <FILE|->',
      "another program's list: GNU ddrescue's mapfile, or badblocks'",
      onlyLog,
    )
    .option('--block-size <BYTES>', "of badblocks' list (default: 1024, as badblocks')")
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
    .argument(
      '<map...>',
      'what scan --map wrote, or a directory of such; one for --svg, --csv, --ddrescue and --badblocks',
    )
    .option(
      '--json <FILE|->',
      'write the scans as JSON, schema surfscan.run/1; - is standard output',
    )
    .option(
      '--html <FILE|->',
      "one page with the whole disk, the curve and all that was found; of several maps the fleet's sheet",
    )
    .option('--svg <FILE|->', 'the whole disk and the curve as one picture')
    .option('--csv', 'a table of the blocks')
    .option('--ddrescue', "GNU ddrescue's mapfile")
    .option('--badblocks', 'the bad blocks, as mke2fs -l takes them')
    .option(
      '--block-size <BYTES>',
      "of --badblocks: the file system's, a power of two from 512 to 65536 (default: 1024)",
    )
    .option('--partition <N>', 'of --badblocks: only of this partition, and counted from its start')
    .option('--verdict', 'end with the exit status that the scan had, and say why')
    .option('--line', 'one line of at most 80 columns: verdict, serial, what decided, age')
    .option('--nagios', "a monitoring plugin's answer and exit status, with performance data")
    .option('--max-age <DAYS>', 'of --nagios: an older scan is a warning (default: none is)')
    .option(
      '--prometheus <FILE|->',
      'metrics for a textfile collector, one scan a disk; - is standard output',
    )
    .addHelpText('after', REPORT_HELP)
    .action(async (maps: string[], typed: TypedReportOptions) => {
      const command = await import('./report-command.ts');
      const { loadAnswering, loadSummaryAnswering, reportMaps } = command;
      const told = () => reportMaps(maps, typed, io, loadAnswering, loadSummaryAnswering);
      done(await toldOrStopped(told));
    });

  addDiff(main, done);
  main
    .command('completion')
    .description('the completion script of a shell: bash, zsh or fish')
    .argument('<shell>', 'bash, zsh or fish')
    .action(async (shell: string) => {
      const { completionScript } = await import('./completion.ts');
      io.stdout.write(completionScript(shell, main));
      done(0);
    });
  return main;
}

/** An option that is mistyped: which was meant. */
function withNearest(message: string): string {
  const [, typed] = /unknown option '(--[^'=]+)/.exec(message) ?? [];
  if (typed === undefined) return message;
  const { commands } = program(() => {});
  const command = commands.find((each) => each.name() === process.argv[2]);
  const options = (command?.options ?? []).flatMap(({ long }) => long ?? []);
  const near = nearest(typed, [...options, '--help']);
  return near === undefined ? message : `${message}: did you mean ${near}?`;
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
