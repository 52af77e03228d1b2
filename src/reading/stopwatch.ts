// Wall time with the pauses left out.

export class Stopwatch {
  #runningSinceMs: number | null = null;
  #doneMs = 0;

  start(): void {
    this.#runningSinceMs ??= performance.now();
  }

  stop(): void {
    this.#doneMs = this.seconds * 1000;
    this.#runningSinceMs = null;
  }

  get running(): boolean {
    return this.#runningSinceMs !== null;
  }

  get seconds(): number {
    const since = this.#runningSinceMs;
    return (this.#doneMs + (since === null ? 0 : performance.now() - since)) / 1000;
  }
}
