// Spaces that do not break, as web pages and mails have them between the words of a log: as bytes, before
// keywords are looked for, since no keyword has them.

/** U+00A0 and U+202F in UTF-8, and HTML's and mail's ways to write them. */
const SPELLINGS = ['\xc2\xa0', '\xe2\x80\xaf', '&nbsp;', '&#160;', '=C2=A0'].map((text) =>
  Buffer.from(text, 'latin1'),
);
const ANY = /\xc2\xa0|\xe2\x80\xaf|&nbsp;|&#160;|=C2=A0/g;

export class NoBreakSpaces {
  /** The end of the last chunk, which may be the beginning of one. */
  #held = Buffer.alloc(0);

  /** With a plain space for each; what may be half of one waits for the next chunk. */
  take(chunk: Buffer): Buffer {
    const all = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const keep = all.length - halfAtEnd(all);
    this.#held = Buffer.from(all.subarray(keep));
    const whole = all.subarray(0, keep);
    if (!SPELLINGS.some((spelling) => whole.includes(spelling))) return whole;
    return Buffer.from(whole.toString('latin1').replace(ANY, ' '), 'latin1');
  }

  /** What waited, and is nothing more than it looks. */
  end(): Buffer {
    return this.#held;
  }
}

function halfAtEnd(bytes: Buffer): number {
  let longest = 0;
  for (const spelling of SPELLINGS) {
    for (let length = spelling.length - 1; length > longest; length--) {
      const end = bytes.subarray(Math.max(0, bytes.length - length));
      if (end.equals(spelling.subarray(0, length))) longest = length;
    }
  }
  return longest;
}
