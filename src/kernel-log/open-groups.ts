// Lines that belong together are found by what they name (a device, a queue and a tag) and by being
// near. Both have a bound: a log that never ends a group must not keep it.

/** Lines between two of one group; those of other devices and CPUs come in between. */
export const GROUP_WINDOW_LINES = 64;
/** Groups open at once, over all devices. */
export const OPEN_GROUPS_LIMIT = 256;

interface Open<G> {
  readonly group: G;
  lastLine: number;
}

export class OpenGroups<G> {
  /** In the order in which they were touched last. */
  readonly #open = new Map<string, Open<G>>();

  constructor(private readonly onClose: (group: G) => void) {}

  /** The open group of that name, kept open by line `line`. */
  touch(key: string, line: number): G | undefined {
    this.#expire(line);
    const found = this.#open.get(key);
    if (found === undefined) return undefined;
    found.lastLine = line;
    this.#open.delete(key);
    this.#open.set(key, found);
    return found.group;
  }

  /** Begins a group; one of the same name is complete. */
  open(key: string, group: G, line: number): G {
    this.#expire(line);
    this.close(key);
    this.#open.set(key, { group, lastLine: line });
    const [oldest] = this.#open.keys();
    if (this.#open.size > OPEN_GROUPS_LIMIT) this.close(oldest!);
    return group;
  }

  close(key: string): void {
    const found = this.#open.get(key);
    if (found === undefined) return;
    this.#open.delete(key);
    this.onClose(found.group);
  }

  /** Those open, the one touched last at the end. */
  *groups(line: number): Iterable<G> {
    this.#expire(line);
    for (const { group } of this.#open.values()) yield group;
  }

  closeAll(): void {
    for (const key of [...this.#open.keys()]) this.close(key);
  }

  #expire(line: number): void {
    for (const [key, { lastLine }] of this.#open) {
      if (line - lastLine <= GROUP_WINDOW_LINES) return;
      this.close(key);
    }
  }
}
