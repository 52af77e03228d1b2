// The command line: what is asked, which status says so.

import { CommanderError } from 'commander';
import { cleanLines, cleanText, SurfscanError, usageError } from '../api/common.ts';
import { EXIT } from './exit-status.ts';
import { leave } from './leave.ts';
import { assertOwnOutputsFitWords } from './output-guard.ts';
import { program } from './program.ts';
import { shortageWords } from './shortage.ts';
import { writeAll } from './terminal-output.ts';

const COMMANDS = ['scan', 'check', 'bench', 'list', 'report', 'help'];

process.on('uncaughtException', (cause) => leave(statusOf(cause)));

try {
  await assertOwnOutputsFitWords(process.argv.slice(2));
  assertCommand(process.argv[2]);
  await program((status) => leave(status)).parseAsync();
} catch (cause) {
  leave(statusOf(cause));
}

/** Commander answers `surfscan nonsense --help` with help and 0. */
function assertCommand(word: string | undefined): void {
  if (word === undefined || word.startsWith('-') || COMMANDS.includes(word)) return;
  throw usageError(
    `unknown command ${JSON.stringify(cleanText(word, 80))}: expected scan, check, bench, list or report`,
  );
}

function statusOf(cause: unknown): number {
  if (cause instanceof CommanderError) {
    // Commander has said it already: help and version are no errors.
    if (cause.exitCode === 0) return EXIT.ok;
    if (cause.code !== 'commander.help') {
      const command =
        ['check', 'bench', 'report'].find((name) => name === process.argv[2]) ?? 'scan';
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
