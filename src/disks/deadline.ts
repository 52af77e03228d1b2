// A disk may hang at open, at an ioctl, even below sysfs: nothing that touches one waits for ever.

/** A timer that comes so late comes after a stop of the whole program: SIGSTOP, Ctrl-Z. */
const SLEPT_MS = 1000;

/** What `work` comes to. Rejects with `late()` once `timeoutMs` have passed, and passed again if the program
 * was stopped meanwhile: `work` goes on, and its outcome is dropped. */
export async function withDeadline<T>(
  work: Promise<T>,
  timeoutMs: number,
  late: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    const begin = () => {
      const dueMs = performance.now() + timeoutMs;
      timer = setTimeout(() => {
        if (performance.now() - dueMs > SLEPT_MS) begin();
        else reject(late());
      }, timeoutMs);
    };
    begin();
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
