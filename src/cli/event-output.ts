// Where the events of a scan go: standard output, or a file that others read while it is written. A
// reader that takes its time holds no scan up.

import { constants, promises as fs } from 'node:fs';
import { cleanText, type SurfscanError, usageError } from '../api/common.ts';
import { assertOpened, OutputFile } from './output-file.ts';
import { assertFits, type Guarded, lookAtOutput, ownOutput } from './output-guard.ts';
import { assertOutputsApart } from './outputs-apart.ts';
import { say } from './say.ts';
import { writeResults } from './terminal-output.ts';

/** Lines that wait for their reader: some 30 MB. */
const MOST_WAITING = 100_000;

type Write = (text: string) => Promise<boolean>;

export class EventOutput {
  /** Left out, as too many were waiting. */
  lost = 0;
  #waiting: string[] = [];
  #writing: Promise<void> | null = null;
  #isOver = false;
  /** Something did not take what was written, and that was said. */
  failed = false;

  /** `isStandardOutput`: nothing else may go there. `write`: false where nobody reads on. */
  constructor(
    readonly isStandardOutput: boolean,
    private readonly write: Write,
    private readonly mostWaiting = MOST_WAITING,
  ) {}

  /** `line` with its ending. */
  add(line: string): void {
    if (this.#isOver) return;
    if (this.#waiting.length >= this.mostWaiting) this.lost++;
    else this.#waiting.push(line);
    this.#writing ??= this.#writeAll();
  }

  /** All that was added is written, or never will be. Does not reject. */
  async settled(): Promise<void> {
    while (this.#writing !== null) await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // What is added in one go is written in one.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0 && !this.#isOver) {
        const text = this.#waiting.join('');
        this.#waiting = [];
        this.#isOver = !(await this.write(text));
      }
    } catch (cause) {
      this.#isOver = true;
      this.failed = true;
      const why = cause instanceof Error ? cause.message : String(cause);
      say(`the events could not be written: ${cleanText(why, 2000)}`);
    }
    this.#writing = null;
  }
}

export interface PlannedEvents {
  /** Begins the file anew. Rejects with ERR_USAGE where it cannot be opened. */
  open(): Promise<EventOutput>;
}

/** What `--events` names fits, and nothing is touched yet. `json`: `--json`, which is another file. Rejects
 * with ERR_USAGE as assertFits does. */
export async function planEvents(
  file: string,
  json: string | null,
  guarded: Guarded,
): Promise<PlannedEvents> {
  if (file === '-') return { open: async () => standardOutput(1) };
  const output = new OutputFile('--events', file);
  const look = await lookAtOutput('--events', file, guarded);
  // A report that is renamed into the events' place would end them.
  const report = json === null ? [] : [{ option: '--json', file: json }];
  await assertOutputsApart([...report, { option: '--events', file }], guarded);
  const own = await ownOutput(look.stats);
  if (own !== undefined) {
    if (own === 1 && json === '-') throw bothWantIt();
    return { open: async () => standardOutput(own) };
  }
  await assertFits('--events', file, guarded);
  const isFile = look.stats === null || look.stats.kind === 'file';
  if (isFile) {
    const place = look.place ?? file;
    await output.opened(() => output.inTime(guarded.ask('assertCanBeWritten', place)));
  }
  return {
    async open() {
      await assertFits('--events', file, guarded);
      const { O_WRONLY, O_CREAT, O_TRUNC, O_APPEND, O_NONBLOCK } = constants;
      // O_NONBLOCK: a FIFO that nobody reads is refused at once.
      const flags = isFile ? O_WRONLY | O_CREAT | O_TRUNC | O_APPEND : O_WRONLY | O_NONBLOCK;
      const open = () => fs.open(look.place ?? file, flags, 0o666).then(kept);
      const { fd } = await output.opened(() => output.inTime(open()));
      if (!isFile) assertOpened(output.name, fd, look.stats!);
      const write: Write = (text) => writeResults(fd, text);
      return new EventOutput(false, isFile ? (text) => output.inTime(write(text)) : write);
    },
  };
}

/** Node closes a handle that nobody holds. */
const handles: fs.FileHandle[] = [];
function kept(handle: fs.FileHandle): fs.FileHandle {
  handles.push(handle);
  return handle;
}

export function bothWantIt(): SurfscanError {
  return usageError(
    '--events - and --json - both want standard output: use a file for one of them',
  );
}

function standardOutput(fd: number): EventOutput {
  return new EventOutput(fd === 1, (text) => writeResults(fd, text));
}
