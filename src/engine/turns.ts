// Which disks are scanned at the same time.

export interface AtOnce {
  readonly all: number;
  /** Of those that hang on one controller, where it is known on which. */
  readonly perController: number;
}

export const ALL_AT_ONCE: AtOnce = {
  all: Number.POSITIVE_INFINITY,
  perController: Number.POSITIVE_INFINITY,
};

/** Does `scan` for each index, in this order as far as the limits allow; resolves when all are done. Rejects
 * as the first that rejects. `controllers`: of each; undefined: none is known. */
export async function inTurns(
  controllers: readonly (string | undefined)[],
  { all, perController }: AtOnce,
  scan: (index: number) => Promise<void>,
): Promise<void> {
  const waiting = [...controllers.keys()];
  const running = new Map<number, Promise<void>>();
  const mayBegin = (index: number) => {
    const controller = controllers[index];
    if (running.size >= all) return false;
    if (controller === undefined) return true;
    const beside = [...running.keys()].filter((other) => controllers[other] === controller);
    return beside.length < perController;
  };
  while (waiting.length > 0 || running.size > 0) {
    for (const index of [...waiting]) {
      if (!mayBegin(index)) continue;
      waiting.splice(waiting.indexOf(index), 1);
      running.set(
        index,
        scan(index).finally(() => running.delete(index)),
      );
    }
    await Promise.race(running.values());
  }
}
