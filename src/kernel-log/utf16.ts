// A log that Windows wrote: PowerShell's ">" turns what "ssh host dmesg" says into UTF-16.

import { TextDecoder } from 'node:util';

type Chunk = Uint8Array | string;

/** Chunks as they are, or decoded where the first begins with UTF-16's byte order mark. */
export async function* fromUtf16(chunks: AsyncIterable<Chunk>): AsyncGenerator<Chunk> {
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  for await (const chunk of chunks) {
    if (isFirst) decoder = decoderOf(chunk);
    isFirst = false;
    yield decoder === null || typeof chunk === 'string'
      ? chunk
      : decoder.decode(chunk, { stream: true });
  }
}

function decoderOf(chunk: Chunk): TextDecoder | null {
  if (typeof chunk === 'string') return null;
  const [first, second] = chunk;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le');
  return first === 0xfe && second === 0xff ? new TextDecoder('utf-16be') : null;
}
