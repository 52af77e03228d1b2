// The commands and their options, as `--help` prints them. What a command does is loaded when it is the
// one: most of a command's start is loading.

import { Command } from 'commander';
import { cleanText, toolJson, usageError } from '../api/common.ts';
import { addScan, collect } from './add-scan.ts';
import type { TypedBenchOptions } from './bench-options.ts';
import type { TypedCheckOptions } from './check-options.ts';
import { addDiff } from './diff-options.ts';
import { BENCH_HELP, CHECK_HELP, MAIN_HELP, REPORT_HELP } from './help-texts.ts';
import { nearest } from './nearest.ts';
import type { TypedReportOptions } from './report-options.ts';
import { inLocale, writeAll } from './terminal-output.ts';
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
      writeOut: (text) => writeAll(1, inLocale(text)),
      writeErr: (text) => writeAll(2, inLocale(text)),
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

  addScan(main, done);
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
    .option(
      '--where <FILE>',
      'of --html: the JSON of a check, which names what lies in bad sectors',
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
  const main = program(() => {});
  const command = main.commands.find((each) => each.name() === process.argv[2]) ?? main;
  const options = command.options.flatMap(({ long }) => long ?? []);
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
