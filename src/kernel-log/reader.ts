// From a log's chunks to what it accuses. Linear in its length, bounded in memory.

import { defect } from '../vocabulary/errors.ts';
import type { Accusation } from './accusation.ts';
import { Badblocks, Ddrescue } from './bad-lists.ts';
import { BlockSizeLines } from './block-size-lines.ts';
import { Btrfs } from './btrfs.ts';
import { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { FreebsdAta } from './freebsd-ata.ts';
import { FreebsdCam } from './freebsd-cam.ts';
import { FreebsdDevctl } from './freebsd-devctl.ts';
import { FreebsdDiskErr } from './freebsd-disk-err.ts';
import { FreebsdNvme } from './freebsd-nvme.ts';
import { Geom } from './geom.ts';
import { HolderLines } from './holder-lines.ts';
import { KeywordScan } from './keyword-scan.ts';
import { LineStream } from './line-stream.ts';
import { LinuxBlock } from './linux-block.ts';
import { LinuxBuffer } from './linux-buffer.ts';
import { LinuxIde } from './linux-ide.ts';
import { LinuxLibata } from './linux-libata.ts';
import { LinuxMd } from './linux-md.ts';
import { LinuxMmc } from './linux-mmc.ts';
import { LinuxNvme } from './linux-nvme.ts';
import { LinuxScsi } from './linux-scsi.ts';
import { LinuxScsiOld } from './linux-scsi-old.ts';
import { type MuteLine, MuteLines } from './mute-lines.ts';
import type { NameHolder } from './name-holders.ts';
import { NoBreakSpaces } from './no-break-spaces.ts';
import { NvmeCli } from './nvme-cli.ts';
import { OpticalNames } from './optical-names.ts';
import { Smartctl } from './smartctl.ts';
import { SmartctlJson } from './smartctl-json.ts';
import { SmartctlTables } from './smartctl-tables.ts';
import { Suppressed } from './suppressed.ts';
import { fromUtf16 } from './utf16.ts';
import { continuation, type HeldLine, mayBeWrapped, released } from './wrapped-lines.ts';
import { unwrapped } from './wrappings.ts';
import { Xfs } from './xfs.ts';
import { Zfs } from './zfs.ts';

export interface KernelLog {
  /** By line; each kind once, with its count. */
  readonly accusations: readonly Accusation[];
  /** Accusations beyond ACCUSATION_LIMIT kinds. */
  readonly accusationsLost: number;
  /** The names accused, with how often, first come first. */
  readonly devices: readonly { readonly name: string; readonly count: number }[];
  /** Names that the log gives to one disk: "ata1.00" → "sda", "nda0" → "nvme0 nsid 1". */
  readonly aliases: ReadonlyMap<string, string>;
  /** Who had a name, one after the other, where the log says that disks came or left. */
  readonly holders: ReadonlyMap<string, readonly NameHolder[]>;
  /** Lines in all; those that said nothing; those whose end beyond LINE_BYTES_LIMIT was not read. */
  readonly lines: number;
  readonly linesPassedOver: number;
  readonly linesCut: number;
  /** Messages of the storage layers that the kernel says it left out. */
  readonly suppressed: number;
  /** It is another program's list of bad blocks, be it empty. */
  readonly isList: boolean;
  /** Lines that speak of a failing disk, and neither they nor others of the same command name a sector. */
  readonly failing: { readonly count: number; readonly first: readonly MuteLine[] };
}

const FAMILIES = [
  ...[FreebsdAta, FreebsdCam, FreebsdNvme, FreebsdDevctl, FreebsdDiskErr, Geom],
  ...[LinuxScsi, LinuxScsiOld, LinuxLibata, LinuxNvme, LinuxBlock, LinuxMd, LinuxBuffer],
  ...[LinuxIde, LinuxMmc, Zfs, Btrfs, Xfs],
  ...[Smartctl, SmartctlTables, SmartctlJson, NvmeCli, Ddrescue, Badblocks],
  ...[BlockSizeLines, HolderLines, OpticalNames, Suppressed],
];

/** Colours, as `dmesg --color=always` sets them between a line's words. */
const COLOURS = /\x1b\[[\d;]{0,20}m/g;
const CONTROLS = /[\x00-\x1f\x7f-\x9f]/;

export interface LogReaderOptions {
  readonly badBlockBytes?: number;
}

/** `push` and `end` throw ERR_DEFECT after `end`. */
export class KernelLogReader {
  readonly #context = new LogContext();
  readonly #families: readonly Family[];
  readonly #lines: LineStream;
  #linesUsed = 0;
  #hasEnded = false;
  readonly #failing = new MuteLines(this.#context);
  readonly #spaces = new NoBreakSpaces();
  /** A line whose end may stand in the next. */
  #held: HeldLine | null = null;
  /** A string chunk may end between the halves of a character. */
  #halfCharacter = '';

  /** `badBlockBytes`: of a list of badblocks(8); default 1024, as the program's. */
  constructor({ badBlockBytes }: LogReaderOptions = {}) {
    if (badBlockBytes !== undefined) this.#context.badBlockBytes = badBlockBytes;
    this.#families = [...FAMILIES.map((Kind) => new Kind(this.#context)), this.#failing];
    const scan = new KeywordScan(this.#families.map((family) => family.keywords));
    this.#lines = new LineStream(scan, (number, bytes, from, to, families) =>
      this.#take(number, bytes.toString('utf8', from, to), families),
    );
    this.#lines.followTo = 1;
  }

  push(chunk: Uint8Array | string): void {
    if (this.#hasEnded) throw defect('a kernel log was read on after its end');
    const bytes =
      typeof chunk === 'string'
        ? this.#encoded(chunk)
        : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#lines.push(this.#spaces.take(bytes));
  }

  end(): KernelLog {
    if (this.#hasEnded) throw defect('a kernel log was ended twice');
    if (this.#halfCharacter !== '') this.push(Buffer.from(this.#halfCharacter));
    this.#hasEnded = true;
    this.#lines.push(this.#spaces.end());
    this.#lines.end();
    this.#release();
    for (const family of this.#families) family.end?.();
    const { ledger, votes, suppressed, opticals } = this.#context;
    const isDisk = (name: string | null) => name === null || !opticals.has(name);
    const aliases = new Map([...this.#context.aliases, ...votes.names()]);
    return {
      accusations: ledger
        .accusations(this.#context.blockSizes.reader(aliases))
        .filter(({ device }) => isDisk(device)),
      accusationsLost: ledger.lost,
      devices: ledger.devices().filter(({ name }) => isDisk(name)),
      aliases,
      holders: this.#context.holders.all(),
      lines: this.#lines.lines,
      linesPassedOver: this.#lines.lines - this.#linesUsed,
      linesCut: this.#lines.linesCut,
      suppressed,
      isList: this.#context.isList,
      failing: { count: this.#failing.count, first: this.#failing.first },
    };
  }

  #take(number: number, raw: string, families: number): void {
    const line = lineOf(number, raw);
    if (!this.#isContinuation(line, raw.length, families)) {
      this.#release();
      const isHeld = families > 0 && mayBeWrapped(raw.length);
      if (isHeld) {
        this.#held = { ...line, families, parts: 1, lastNumber: number, columns: raw.length };
      } else this.#show(line, families, 1);
    }
    const follows = this.#families.map(({ followsTo = 0 }) => followsTo);
    this.#lines.followTo = Math.max(this.#held === null ? 0 : number + 1, ...follows);
  }

  #isContinuation(line: LogLine, columns: number, families: number): boolean {
    const held = this.#held;
    const text = held === null ? null : continuation(held, line);
    if (held === null || text === null) return false;
    const both = held.families | families | this.#lines.familiesIn(Buffer.from(text));
    const parts = held.parts + 1;
    this.#held = {
      number: held.number,
      text,
      families: both,
      parts,
      lastNumber: line.number,
      columns,
    };
    return true;
  }

  #release(): void {
    if (this.#held === null) return;
    const held = released(this.#held);
    this.#held = null;
    this.#show(held, held.families, held.parts);
  }

  #show(line: LogLine, families: number, parts: number): void {
    let said = false;
    for (const [index, family] of this.#families.entries()) {
      const isAsked = (families & (1 << index)) !== 0 || line.number <= (family.followsTo ?? 0);
      if (isAsked) said = family.read(line) || said;
    }
    if (said) this.#linesUsed += parts;
  }

  #encoded(chunk: string): Buffer {
    const text = this.#halfCharacter + chunk;
    const isHalf = /[\ud800-\udbff]$/.test(text);
    this.#halfCharacter = isHalf ? text.slice(-1) : '';
    return Buffer.from(isHalf ? text.slice(0, -1) : text);
  }
}

function lineOf(number: number, raw: string): LogLine {
  const text = plain(number === 1 ? raw.replace(/^\ufeff/, '') : raw);
  const inner = unwrapped(text);
  return inner === text ? { number, text } : { number, text: inner, raw: text };
}

/** No control character gets through; U+FFFD keeps what stood around it apart. */
function plain(raw: string): string {
  if (!CONTROLS.test(raw)) return raw;
  return raw
    .replace(/^[\r\n]+|[\r\n]+$/g, '')
    .replace(COLOURS, '')
    .replaceAll('\t', ' ')
    .replace(/[\x00-\x1f\x7f-\x9f]/g, '\ufffd');
}

/** A whole log from its chunks, in UTF-8, or in UTF-16 where they begin with its byte order mark. */
export async function readKernelLog(
  chunks: AsyncIterable<Uint8Array | string>,
  options: LogReaderOptions = {},
): Promise<KernelLog> {
  const reader = new KernelLogReader(options);
  for await (const chunk of fromUtf16(chunks)) reader.push(chunk);
  return reader.end();
}
