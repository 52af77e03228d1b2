// The command line: what is asked, which status says so.

import { CommanderError } from 'commander';
import { cleanText, SurfscanError } from '../index.ts';
import { EXIT } from './exit-status.ts';
import { leave } from './leave.ts';
import { program } from './program.ts';
import { writeAll } from './terminal-output.ts';

process.on('uncaughtException', (cause) => leave(statusOf(cause)));

try {
  await program((status) => leave(status)).parseAsync();
} catch (cause) {
  leave(statusOf(cause));
}

function statusOf(cause: unknown): number {
  if (cause instanceof CommanderError) {
    // Commander has said it already: help and version are no errors.
    return cause.exitCode === 0 ? EXIT.ok : EXIT.usage;
  }
  if (cause instanceof SurfscanError) {
    writeAll(2, `surfscan: ${cleanText(cause.message, 2000)}\n`);
    if (cause.code === 'ERR_USAGE') {
      writeAll(2, 'Try: surfscan --help, or surfscan scan --help\n');
      return EXIT.usage;
    }
    return cause.code === 'ERR_DEFECT' ? EXIT.defect : EXIT.target;
  }
  const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  writeAll(2, `surfscan: a defect of surfscan itself; please report it:\n${text}\n`);
  return EXIT.defect;
}
