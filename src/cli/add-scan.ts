// The command `scan` and its options, as `--help` prints them.

import type { Command } from 'commander';
import { SCAN_HELP } from './help-texts.ts';
import type { TypedScanOptions } from './scan-options.ts';

/** `done` gets the exit status. */
export function addScan(main: Command, done: (status: number) => void): void {
  main
    .command('scan')
    .description('the surface scan; several targets run side by side')
    .argument('[target...]', 'a disk or partition, an image file, or sim:KEY=VALUE,…')
    .option('--all-unused', 'instead of targets: every whole disk that nobody uses')
    .option('--at-once <N>', 'scan at most N disks at the same time (default: all)')
    .option(
      '--per-controller <N>',
      'of those, at most N on one controller, where it is known (default: all)',
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
    .option(
      '--max-bad <N>',
      'stop the pass when N bad sectors are known; a failed block is one until it is narrowed',
    )
    .option(
      '--rate <BYTES/S>',
      'read no faster than this, a disk: 50MB, 100MiB (default: no limit)',
    )
    .option(
      '--method <read|verify|auto>',
      'read: data comes to the host; verify: the drive reads and sends nothing, so that cable and host ' +
        'memory are not tested; auto: as well as the drive allows (default: read)',
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
    .option('--max-temp <C>', 'pause a disk that is hotter, until it is 5 °C below (default: none)')
    .option('--smart <auto|off>', 'ask smartctl before the scan and after it (default: auto)')
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
}

/** Of an option that may repeat. */
export function collect(value: string, all: string[] = []): string[] {
  return [...all, value];
}
