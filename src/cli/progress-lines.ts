// A scan without a screen: a plain line a disk now and then, and at once when a signal asks; a line for
// what is found, and each disk's verdict when it ends. With `--quiet` only what a signal asks for, and
// what cannot be kept.

import { cleanText, formatBytes, hasEnded, type RunEntry, wrapLine } from '../api/common.ts';
import { type Defect, entryVerdict, type WatchedScan } from '../api/scan.ts';
import { DefectFeed } from './defect-feed.ts';
import { nowAndThen } from './now-and-then.ts';
import { defectWords, progressWords } from './progress-words.ts';
import { inLocale, writeAll } from './terminal-output.ts';

const LOOK_MS = 1_000;

/** Of one disk in the end; with more of them rarer: a log of 24 disks and 36 hours has hundreds of lines. */
const MOST_MS = 10 * 60_000;
const RAREST_MS = 120 * 60_000;

/** A dying disk has more defects than anybody reads: so many lines a disk, and then so many more with
 * each line of progress. The rest is counted. */
const FIRST_DEFECTS = 40;
const MORE_DEFECTS = 3;

export type WriteLine = (line: string) => void;

const toStandardError: WriteLine = (line) => writeAll(2, inLocale(`${line}\n`));

export class ProgressLines {
  readonly #disks: DiskLines[];
  readonly #end: () => void;

  constructor(scans: readonly WatchedScan[], isQuiet: boolean, write = toStandardError) {
    this.#disks = scans.map((scan) => new DiskLines(scan, isQuiet, write));
    const each = (tell: (disk: DiskLines) => void) => () => {
      for (const disk of this.#disks) tell(disk);
    };
    const look = each((disk) => disk.look());
    look();
    this.#end = nowAndThen(
      each((disk) => disk.progress()),
      look,
      LOOK_MS,
      Math.min(MOST_MS * scans.length, RAREST_MS),
      each((disk) => disk.sayProgress()),
    );
  }

  /** Whenever a disk ends, with the entries as they stand. */
  ended(entries: readonly RunEntry[]): void {
    for (const [i, entry] of entries.entries()) this.#disks[i]?.ended(entry);
  }

  end(): void {
    this.#end();
  }
}

class DiskLines {
  readonly #feed = new DefectFeed((defect) => this.#defect(defect));
  #waitedLba: number | undefined;
  #alarm: string | null = null;
  #defectsLeft = FIRST_DEFECTS;
  #untold = 0;
  #hasEnded = false;

  constructor(
    private readonly scan: WatchedScan,
    private readonly isQuiet: boolean,
    private readonly write: WriteLine,
  ) {
    if (isQuiet) return;
    this.#say(beginningWords(scan));
    scan.listen({ defect: (defect) => this.#feed.add(defect), phase: () => this.#feed.flush() });
  }

  /** What is news at once, but only once: a read that does not return, what cannot be kept. */
  look(): void {
    const { wait, alarm } = this.scan.progress();
    if (!this.isQuiet && wait !== null && wait.lba !== this.#waitedLba) this.sayProgress();
    this.#waitedLba = wait?.lba;
    if (alarm !== null && alarm !== this.#alarm) this.#say(cleanText(alarm, 2000));
    this.#alarm = alarm;
    this.#feed.look();
  }

  progress(): void {
    if (this.isQuiet || this.#hasEnded) return;
    this.sayProgress();
    this.#sayUntold();
    this.#defectsLeft += MORE_DEFECTS;
  }

  sayProgress(): void {
    if (!this.#hasEnded) this.#say(progressWords(this.scan.progress()));
  }

  ended(entry: RunEntry): void {
    if (this.#hasEnded || !hasEnded(entry)) return;
    this.#hasEnded = true;
    if (this.isQuiet) return;
    this.#feed.flush();
    this.#sayUntold();
    this.#say(entryVerdict(entry).text);
  }

  #defect(defect: Defect): void {
    if (this.#defectsLeft > 0) this.#say(defectWords(defect));
    else this.#untold++;
    this.#defectsLeft = Math.max(0, this.#defectsLeft - 1);
  }

  #sayUntold(): void {
    if (this.#untold > 0) this.#say(`${this.#untold} more found that are not listed here`);
    this.#untold = 0;
  }

  #say(words: string): void {
    const time = `${new Date().toISOString().slice(0, 19)}Z`;
    const line = `${time} ${cleanText(this.scan.device.path)}: ${words}`;
    for (const part of wrapLine(line)) this.write(part);
  }
}

/** "scanning LBA 0 to 1953525167, 1.00 TB" */
function beginningWords({ device, grid, earlier }: WatchedScan): string {
  if (earlier !== null && earlier.finished !== null) {
    return `finished ${earlier.finished.toISOString().slice(0, 19)}Z: nothing is left to read`;
  }
  const size = formatBytes((grid.toLba - grid.fromLba) * device.logicalBytes);
  const range = `LBA ${grid.fromLba} to ${grid.toLba - 1}, ${size}`;
  if (earlier === null) return `scanning ${range}`;
  return `going on with ${range}: ${(earlier.read * 100).toFixed(1)} % was read before`;
}
