// Where the system gives the process too little: no defect of ours, and a limit may be raised.

const WORDS: Readonly<Record<string, string>> = {
  EMFILE: 'too few files may be open at once: raise the limit (ulimit -n)',
  ENFILE: 'too many files are open on this machine (ENFILE)',
  EAGAIN: 'the system starts no more threads or processes: raise the limits (ulimit -u, ulimit -v)',
  ENOMEM: 'there is not enough memory: raise the limit (ulimit -v)',
};

/** Why, in words; null: it is something else. */
export function shortageWords(cause: unknown): string | null {
  const { code, errno } = (cause ?? {}) as { code?: unknown; errno?: unknown };
  const name = [code, errno].find((one) => typeof one === 'string' && Object.hasOwn(WORDS, one));
  // A thread that cannot be started says no more than this.
  const said =
    cause instanceof Error
      ? /\b(EMFILE|ENFILE|EAGAIN|ENOMEM)\b/.exec(cause.message)?.[1]
      : undefined;
  const known = (name as string | undefined) ?? said;
  return known === undefined ? null : WORDS[known]!;
}
