// The commands and their options, as `--help` tells them.

import { Command } from 'commander';
import { toolJson } from '../index.ts';
import { runList } from './list.ts';
import { runScan } from './scan-command.ts';
import { scanOptions, type TypedScanOptions } from './scan-options.ts';
import { writeAll } from './terminal-output.ts';

const LBA_HELP = `
LBAs count the target's logical sectors: decimal, 0x hex, a percentage (25%) or bytes with a unit
(100GiB, 500GB). Ranges are inclusive. A percentage or size names, in --from, the first sector at it,
in --to the last sector before it.

Rules are NAME>N: bad, weak, unread (sectors), a class or an error (blocks: >500ms, UNC, TIME, …), or
p50 p90 p99 p99.9 p99.99 max (milliseconds). A rule that does not hold makes the exit status 1.

Examples:
  surfscan scan /dev/sdb                          the whole disk, in the TUI
  surfscan scan sda sdb sdc                       three disks side by side
  surfscan scan ada0 --from 93492224 --to 93492479
  surfscan scan /dev/nvme0n1 --json scan.json --no-tui
  surfscan scan sdb --fail-on 'bad>0' --fail-on 'p99>50'
  surfscan scan disk.img --sector-size 4096
  surfscan scan 'sim:size=40GB,speed=20,bad=1000-1003,slow=5000000@700'

Exit status:
  0  finished, every rule holds          3  a target could not be opened, is no disk, or left
  1  a rule failed: the disk is not fit  4  stopped before the end, no rule failed
  2  usage: nothing was read            70  a defect of surfscan itself

Nothing is ever written to a disk: targets are opened for reading only.`;

const MAIN_HELP = `
Examples:
  surfscan list                 which disks are there, and what uses them
  surfscan scan /dev/sdb        scan one, with the block map on the screen
  surfscan scan sim:            scan a simulated disk: no root, no real disk
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
      outputError: (text, write) => write(text.replace(/^error: /, 'surfscan: ')),
    })
    .showHelpAfterError('Try: surfscan --help, or surfscan scan --help')
    .showSuggestionAfterError();

  main
    .command('list')
    .description('the disks: path, size, sectors, type, bus, model, serial, and what uses them')
    .option('--json', 'as surfscan.list/1')
    .action(async (options: { json?: boolean }) => {
      done(await runList(options, io));
    });

  main
    .command('scan')
    .description('the surface scan; several targets run side by side')
    .argument('<target...>', 'a disk or partition, an image file, or sim:KEY=VALUE,…')
    .option('--from <LBA>', 'first LBA (default: 0)')
    .option('--to <LBA>', 'last LBA (default: the last)')
    .option('--block <SECTORS>', 'sectors a block (default: 128 KiB worth; up to 16 MiB worth)')
    .option('--jobs <N>', 'worker threads a disk, 1-64 (default: 1 where a disk may spin)')
    .option('--timeout <S>', 'a read that takes longer is TIME', '30')
    .option('--retries <N>', 'read bad sectors N more times after the pass', '0')
    .option('--refine', "narrow failed blocks to the disk's physical sectors (default)")
    .option('--no-refine', 'leave failed blocks as they are')
    .option('--refine-limit <S>', 'at most so long on narrowing, a disk', '3600')
    .option('--max-bad <N>', 'stop the pass when N bad sectors are known')
    .option('--fail-on <RULE>', 'a rule instead of bad>0 and >500ms>0; may repeat', collect)
    .option('--sector-size <BYTES>', 'of image files', '512')
    .option('--tui', 'the screen (default on a terminal)')
    .option('--no-tui', 'progress lines instead')
    .option('--json <FILE|->', 'the report as surfscan.run/1; - is standard output')
    .addHelpText('after', LBA_HELP)
    .action(async (targets: string[], typed: TypedScanOptions) => {
      done(await runScan(targets, scanOptions(typed)));
    });
  return main;
}

const io = {
  stdout: { write: (text: string) => writeAll(1, text) },
  stderr: { write: (text: string) => writeAll(2, text) },
};

function collect(value: string, all: string[] = []): string[] {
  return [...all, value];
}
