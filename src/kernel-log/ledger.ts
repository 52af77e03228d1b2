// The accusations of a log: each kind once with a count, and no more of them than memory has room.

import { cleanText } from '../vocabulary/text.ts';
import type { Accusation, Blame } from './accusation.ts';
import { splitName } from './device-names.ts';
import type { NameHolders } from './name-holders.ts';

export const ACCUSATION_LIMIT = 100_000;
export const DEVICE_LIMIT = 10_000;
const TEXT_LIMIT = 240;
const WORDS_LIMIT = 80;

type Kept = { -readonly [K in keyof Accusation]: Accusation[K] };

export class Ledger {
  /** Accusations that found no room. */
  lost = 0;
  /** Told of each that counts. */
  onAccused: ((blame: Blame) => void) | null = null;
  readonly #kept = new Map<string, Kept>();
  readonly #devices = new Map<string, number>();

  /** What is said of one name is of another disk once another took it. */
  constructor(private readonly holders: Pick<NameHolders, 'epochOf' | 'isEmpty'>) {}

  /** False where a range is empty or its numbers are beyond what is exact: such a blame is passed over. */
  accuse(blame: Blame): boolean {
    const { from, length } = blame.position;
    if (!isRange(from, length ?? 1)) return false;
    if (blame.request !== null && !isRange(blame.request.from, blame.request.length)) return false;
    const key = keyOf(blame, this.#epochOf(blame));
    const known = this.#kept.get(key);
    if (known !== undefined) known.count++;
    else if (this.#kept.size < ACCUSATION_LIMIT)
      this.#kept.set(key, { ...detached(blame), count: 1 });
    else this.lost++;
    if (blame.device !== null) this.#countDevice(blame.device);
    this.onAccused?.(blame);
    return true;
  }

  /** By line. `blockBytesOf`: what the log says of a disk's blocks. */
  accusations(blockBytesOf: (name: string | null, line: number) => number | null): Accusation[] {
    return [...this.#kept.values()]
      .map((kept) => withBlockSize(kept, blockBytesOf(kept.device, kept.line)))
      .sort((a, b) => a.line - b.line);
  }

  /** Names that were accused, and how often, in the order of their first accusation. */
  devices(): { name: string; count: number }[] {
    return [...this.#devices].map(([name, count]) => ({ name, count }));
  }

  #epochOf({ device, line }: Blame): number {
    if (device === null || this.holders.isEmpty) return 0;
    return this.holders.epochOf(splitName(device).disk, line);
  }

  #countDevice(name: string): void {
    const count = this.#devices.get(name);
    if (count === undefined && this.#devices.size >= DEVICE_LIMIT) return;
    this.#devices.set(count === undefined ? ownCopy(name) : name, (count ?? 0) + 1);
  }
}

function withBlockSize(kept: Kept, blockBytes: number | null): Accusation {
  if (blockBytes === null || kept.position.unit !== 'logical') return kept;
  return { ...kept, position: { ...kept.position, blockBytes } };
}

function isRange(from: number, length: number): boolean {
  return (
    Number.isSafeInteger(from) && from >= 0 && length >= 1 && Number.isSafeInteger(from + length)
  );
}

function keyOf(blame: Blame, epoch: number): string {
  const { device, member, format, position, names, operation, trouble } = blame;
  const where = `${position.unit} ${position.from} ${position.length} ${names}`;
  return `${epoch} ${format} ${device} ${member} ${where} ${operation} ${trouble?.kind}`;
}

/** Clean, short, and without a hold on the line it was cut from. */
function detached(blame: Blame): Blame {
  const { text, device, member, trouble } = blame;
  return {
    ...blame,
    text: ownCopy(cleanText(excerpt(text.trim(), blame), TEXT_LIMIT)),
    device: device === null ? null : ownCopy(device),
    member: member === null ? null : ownCopy(member),
    trouble: trouble && {
      kind: trouble.kind,
      words: ownCopy(cleanText(trouble.words.trim(), WORDS_LIMIT)),
    },
  };
}

/** Of a long line the part with the number, or with the device where the number is hexadecimal. */
function excerpt(text: string, { position, device }: Blame): string {
  if (text.length <= TEXT_LIMIT) return text;
  const number = text.indexOf(String(position.from));
  const at = number >= 0 ? number : text.indexOf(device ?? '');
  const from = Math.min(at - TEXT_LIMIT / 2, text.length - TEXT_LIMIT + 1);
  return from <= 0 ? text : `…${text.slice(from)}`;
}

/** V8 makes a slice a view of its parent: 100,000 short texts would keep as many long lines. */
function ownCopy(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
