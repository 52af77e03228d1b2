// Name-value lists in XDR, as OpenZFS's module/nvpair/nvpair.c writes them.

export type Value = bigint | string | Pairs | Pairs[];
export interface Pairs {
  [name: string]: Value;
}

export function nvlist(pairs: Pairs): Buffer {
  return Buffer.concat([Buffer.from([1, 1, 0, 0]), list(pairs)]);
}

function list(pairs: Pairs): Buffer {
  const encoded = Object.entries(pairs).map(([name, value]) => pair(name, value));
  return Buffer.concat([words(0, 1), ...encoded, words(0, 0)]);
}

function pair(name: string, value: Value): Buffer {
  const [type, count, bytes] = body(value);
  const rest = Buffer.concat([text(name), words(type, count), bytes]);
  // The second word is the size in memory, which no reader of disks needs.
  return Buffer.concat([words(rest.length + 8, rest.length + 8), rest]);
}

function body(value: Value): [type: number, count: number, bytes: Buffer] {
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(value);
    return [8, 1, bytes];
  }
  if (typeof value === 'string') return [9, 1, text(value)];
  if (Array.isArray(value)) return [20, value.length, Buffer.concat(value.map(list))];
  return [19, 1, list(value)];
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([words(bytes.length), bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function words(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
