/** Beside standard input, output and error, and Node's own channel: where a last word is written. */
export const LAST_WORD_FD = 4;
