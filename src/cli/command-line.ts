// The command line: what is asked, which status says so.

import { CommanderError } from 'commander';
import { cleanLines, cleanText, SurfscanError } from '../api/common.ts';
import { assertCommand, commandsOf } from './command-word.ts';
import { EXIT } from './exit-status.ts';
import { leave } from './leave.ts';
import { assertOwnOutputsFitWords } from './output-guard.ts';
import { program } from './program.ts';
import { shortageWords } from './shortage.ts';
import { writeAll } from './terminal-output.ts';

/** Ends the process. */
export async function run(): Promise<void> {
  process.on('uncaughtException', (cause) => leave(statusOf(cause)));
  try {
    await assertOwnOutputsFitWords(process.argv.slice(2));
    const main = program((status) => leave(status));
    await assertCommand(process.argv.slice(2), commandsOf(main));
    await main.parseAsync();
  } catch (cause) {
    leave(statusOf(cause));
  }
}

function statusOf(cause: unknown): number {
  if (cause instanceof CommanderError) {
    // Commander has said it already: help and version are no errors.
    if (cause.exitCode === 0) return EXIT.ok;
    if (cause.code !== 'commander.help') {
      const command =
        commandsOf(program(() => {})).find((name) => name === process.argv[2]) ?? 'scan';
      writeAll(2, `Try: surfscan --help, or surfscan ${command} --help\n`);
    }
    return EXIT.usage;
  }
  if (cause instanceof SurfscanError) {
    writeAll(2, `surfscan: ${cleanText(cause.message, 2000)}\n`);
    if (cause.code === 'ERR_USAGE') return EXIT.usage;
    return cause.code === 'ERR_DEFECT' ? EXIT.defect : EXIT.target;
  }
  const shortage = shortageWords(cause);
  if (shortage !== null) {
    writeAll(2, `surfscan: ${shortage}\n`);
    return EXIT.target;
  }
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  writeAll(2, `surfscan: a defect of surfscan itself; please report it:\n${cleanLines(text)}\n`);
  return EXIT.defect;
}
