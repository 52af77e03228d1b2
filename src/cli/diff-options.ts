// The options of `diff`, as `--help` prints them.

import type { Command } from 'commander';
import type { TypedDiffOptions } from './diff-command.ts';
import { DIFF_HELP } from './help-texts.ts';
import { toldOrStopped } from './told-or-stopped.ts';

export function addDiff(main: Command, done: (status: number) => void): void {
  main
    .command('diff')
    .description('what changed between two scans of one disk')
    .argument('<old>', 'the map of the earlier scan')
    .argument('<new>', 'the map of the later one')
    .option(
      '--json <FILE|->',
      'write what changed as JSON, schema surfscan.diff/1; - is standard output',
    )
    .option('--html <FILE|->', 'what changed as one page, with both curves')
    .addHelpText('after', DIFF_HELP)
    .action(async (old: string, now: string, typed: TypedDiffOptions) => {
      const { runDiff } = await import('./diff-command.ts');
      done(await toldOrStopped(() => runDiff([old, now], typed)));
    });
}
