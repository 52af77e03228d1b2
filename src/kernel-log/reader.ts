// From a log's chunks to what it accuses. Linear in its length, bounded in memory.

import { defect } from '../vocabulary/errors.ts';
import type { Accusation } from './accusation.ts';
import { BlockSizeLines } from './block-size-lines.ts';
import { LogContext } from './context.ts';
import type { Family } from './family.ts';
import { FreebsdAta } from './freebsd-ata.ts';
import { FreebsdCam } from './freebsd-cam.ts';
import { FreebsdDevctl } from './freebsd-devctl.ts';
import { FreebsdNvme } from './freebsd-nvme.ts';
import { Geom } from './geom.ts';
import { KeywordScan } from './keyword-scan.ts';
import { LineStream } from './line-stream.ts';
import { LinuxBlock } from './linux-block.ts';
import { LinuxBuffer } from './linux-buffer.ts';
import { LinuxLibata } from './linux-libata.ts';
import { LinuxMd } from './linux-md.ts';
import { LinuxNvme } from './linux-nvme.ts';
import { LinuxScsi } from './linux-scsi.ts';
import { Smartctl } from './smartctl.ts';
import { Suppressed } from './suppressed.ts';
import { fromUtf16 } from './utf16.ts';

export interface KernelLog {
  /** By line; each kind once, with its count. */
  readonly accusations: readonly Accusation[];
  /** Accusations beyond ACCUSATION_LIMIT kinds. */
  readonly accusationsLost: number;
  /** The names accused, with how often, first come first. */
  readonly devices: readonly { readonly name: string; readonly count: number }[];
  /** Names that the log gives to one disk: "ata1.00" → "sda", "nda0" → "nvme0 nsid 1". */
  readonly aliases: ReadonlyMap<string, string>;
  /** Lines in all; those that said nothing; those whose end beyond LINE_BYTES_LIMIT was not read. */
  readonly lines: number;
  readonly linesPassedOver: number;
  readonly linesCut: number;
  /** Messages of the storage layers that the kernel says it left out. */
  readonly suppressed: number;
}

const FAMILIES = [
  ...[FreebsdAta, FreebsdCam, FreebsdNvme, FreebsdDevctl, Geom],
  ...[LinuxScsi, LinuxLibata, LinuxNvme, LinuxBlock, LinuxMd, LinuxBuffer],
  ...[Smartctl, BlockSizeLines, Suppressed],
];

/** Colours, as `dmesg --color=always` sets them between a line's words. */
const COLOURS = /\x1b\[[\d;]{0,20}m/g;
const CONTROLS = /[\x00-\x1f\x7f-\x9f]/;

/** `push` and `end` throw ERR_DEFECT after `end`. */
export class KernelLogReader {
  readonly #context = new LogContext();
  readonly #families: readonly Family[];
  readonly #lines: LineStream;
  #linesUsed = 0;
  #hasEnded = false;
  /** A string chunk may end between the halves of a character. */
  #halfCharacter = '';

  constructor() {
    this.#families = FAMILIES.map((Kind) => new Kind(this.#context));
    const scan = new KeywordScan(this.#families.map((family) => family.keywords));
    this.#lines = new LineStream(scan, (number, bytes, from, to, families) =>
      this.#read(number, bytes.toString('utf8', from, to), families),
    );
  }

  push(chunk: Uint8Array | string): void {
    if (this.#hasEnded) throw defect('a kernel log was read on after its end');
    const isText = typeof chunk === 'string';
    this.#lines.push(
      isText ? this.#encoded(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength),
    );
  }

  end(): KernelLog {
    if (this.#hasEnded) throw defect('a kernel log was ended twice');
    if (this.#halfCharacter !== '') this.#lines.push(Buffer.from(this.#halfCharacter));
    this.#hasEnded = true;
    this.#lines.end();
    for (const family of this.#families) family.end?.();
    const { ledger, votes, suppressed } = this.#context;
    const aliases = new Map([...this.#context.aliases, ...votes.names()]);
    return {
      accusations: ledger.accusations(this.#context.blockSizes.reader(aliases)),
      accusationsLost: ledger.lost,
      devices: ledger.devices(),
      aliases,
      lines: this.#lines.lines,
      linesPassedOver: this.#lines.lines - this.#linesUsed,
      linesCut: this.#lines.linesCut,
      suppressed,
    };
  }

  #read(number: number, raw: string, families: number): void {
    const line = { number, text: plain(raw) };
    let said = false;
    for (const [index, family] of this.#families.entries()) {
      if ((families & (1 << index)) !== 0) said = family.read(line) || said;
    }
    if (said) this.#linesUsed++;
  }

  #encoded(chunk: string): Buffer {
    const text = this.#halfCharacter + chunk;
    const isHalf = /[\ud800-\udbff]$/.test(text);
    this.#halfCharacter = isHalf ? text.slice(-1) : '';
    return Buffer.from(isHalf ? text.slice(0, -1) : text);
  }
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
): Promise<KernelLog> {
  const reader = new KernelLogReader();
  for await (const chunk of fromUtf16(chunks)) reader.push(chunk);
  return reader.end();
}
