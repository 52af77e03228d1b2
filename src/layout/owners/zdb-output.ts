// What `zdb -dddddd POOL` says of a pool's blocks, as OpenZFS's cmd/zdb/zdb.c writes it: dump_objset,
// dump_object, dump_znode, print_indirect, snprintf_blkptr_compact. Names in it are a hostile disk's.

export interface ZfsBlock {
  /** "tank/home", "tank/home@monday"; "mos": the pool's own. */
  readonly dataset: string;
  readonly object: number;
  /** "ZFS plain file", "ZFS directory", … */
  readonly type: string;
  /** From the data set's root, a character a byte; null: it has none. */
  readonly path: string | null;
  /** 0: data. Else where data are. */
  readonly level: number;
}

/** Bytes of one top-level vdev: DVA offsets, which count behind the front labels and the boot block. */
export interface VdevRange {
  readonly vdev: number;
  readonly fromByte: number;
  readonly bytes: number;
}

const DATASET = /^Dataset (\S+) \[/;
/** The object's number, seven sizes, and its type up to what else is said of it. */
const OBJECT = /^ *(\d+) +\d+(?: +\S+){6} {2}(\S.*?)(?: \(K=.*)?$/;
const PATH = /^\tpath\t(\/.*)$/;
/** What dump_znode() says next. */
const OWNER = /^\tuid {5}\d+$/;
const POINTER = /^ *[0-9a-f]+ +L([0-9a-f]+) +((?:\d+:[0-9a-f]+:[0-9a-f]+ )+)/;
const DVA = /(\d+):([0-9a-f]+):([0-9a-f]+) /g;

/** For each range what lies in it, in the order of the output: live data sets and their snapshots. */
export function blocksWithin(output: string, ranges: readonly VdevRange[]): ZfsBlock[][] {
  const found: ZfsBlock[][] = ranges.map(() => []);
  let dataset = '';
  let object: { object: number; type: string; path: string | null } | null = null;
  for (const line of output.split('\n')) {
    const head = DATASET.exec(line)?.[1];
    const [, number, type] = OBJECT.exec(line) ?? [];
    const path = PATH.exec(line)?.[1];
    const [, level, pointers] = POINTER.exec(line) ?? [];
    if (head !== undefined) [dataset, object] = [head, null];
    else if (pointers !== undefined && object !== null) {
      const block = { dataset, ...object, level: Number.parseInt(level!, 16) };
      for (const index of hits(pointers, ranges)) found[index]!.push(block);
    } else if (type !== undefined) object = { object: Number(number), type, path: null };
    else if (path !== undefined && object !== null) object.path = path;
  }
  return found;
}

/** Of a dump of this one object: whether it is that alone, and has what was found. A name may have line breaks,
 * and so say anything, also what looks like another object; but then a line of its own is not where it belongs. */
export function confirms(output: string, block: ZfsBlock, range: VdevRange): boolean {
  const lines = output.split('\n');
  const at = lines.findIndex((line) => PATH.test(line));
  const count = (pattern: RegExp) => lines.filter((line) => pattern.test(line)).length;
  if (count(DATASET) !== 1 || count(OBJECT) !== 1) return false;
  if (at >= 0 && (count(PATH) !== 1 || count(OWNER) !== 1 || !OWNER.test(lines[at + 1] ?? ''))) {
    return false;
  }
  return blocksWithin(output, [range])[0]!.some(
    (found) =>
      found.object === block.object &&
      found.dataset === block.dataset &&
      found.type === block.type &&
      found.path === block.path &&
      found.level === block.level,
  );
}

function hits(pointers: string, ranges: readonly VdevRange[]): number[] {
  const dvas = [...pointers.matchAll(DVA)].map(([, vdev, offset, size]) => ({
    vdev: Number(vdev),
    fromByte: Number.parseInt(offset!, 16),
    bytes: Number.parseInt(size!, 16),
  }));
  return [...ranges.keys()].filter((index) => {
    const range = ranges[index]!;
    return dvas.some(
      (dva) =>
        dva.vdev === range.vdev &&
        dva.fromByte < range.fromByte + range.bytes &&
        range.fromByte < dva.fromByte + dva.bytes,
    );
  });
}
