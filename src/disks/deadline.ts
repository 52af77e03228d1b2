// A disk may hang at open, at an ioctl, even below sysfs: nothing that touches one waits for ever.

/** What `work` comes to. Rejects with `late()` once `timeoutMs` have passed: `work` goes on, and its
 * outcome is dropped. */
export async function withDeadline<T>(
  work: Promise<T>,
  timeoutMs: number,
  late: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), timeoutMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
