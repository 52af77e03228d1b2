// Whether a map's file is still where it was and as it was written: somebody may remove, rename, cut or
// write over it while its scan runs, and no write says so.

import { SurfscanError } from '../vocabulary/errors.ts';
import { errnoOf, type FileStorage } from './storage.ts';

/** Of stat(2): the name leads nowhere, or not to that file. */
const NOWHERE = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ESTALE'];
/** Reading the file once more takes at most this share of the time. */
const READING_SHARE = 0.01;

const GOES_ON = 'the scan goes on, and writes it no more';

export class FileWatch {
  #modified: bigint | null = null;
  /** It is not ours any more: nothing is written to it. */
  #damage: SurfscanError | null = null;
  /** Somebody else may have written to it, and it was not read since. */
  #isSuspected = false;
  #mayReadMs = 0;

  /** `bytes`: the size it must have. `isIntact` reads whether it holds what was written. */
  constructor(
    private readonly storage: FileStorage,
    private readonly bytes: number,
    private readonly isIntact: () => Promise<boolean>,
  ) {}

  /** Before each write. Rejects with ERR_MAP where the file was cut or written over. */
  async look(): Promise<void> {
    this.#damage ??= await this.#damageOf();
    if (this.#damage !== null) throw this.#damage;
  }

  /** After each write: what changes the file from now on is somebody else. */
  async wrote(): Promise<void> {
    this.#modified = (await this.storage.stats()).mtimeNs;
  }

  /** Rejects with ERR_MAP where the map's name leads to it no more. */
  async assertInPlace(): Promise<void> {
    const { name } = this.storage;
    const own = await this.storage.stats();
    const found = await this.storage.statsOfName().catch((cause: unknown) => {
      if (!NOWHERE.includes(errnoOf(cause) ?? '')) return own; // it cannot be known
      throw lost(name, 'was removed or renamed while its scan runs: the scan goes on');
    });
    if (found.ino === own.ino && found.dev === own.dev) return;
    throw lost(name, 'was replaced by another file while its scan runs: the scan goes on');
  }

  async #damageOf(): Promise<SurfscanError | null> {
    const { size, mtimeNs } = await this.storage.stats();
    const { name } = this.storage;
    if (Number(size) !== this.bytes) {
      const said = `expected ${this.bytes} bytes, got ${size}`;
      return lost(name, `was cut or lengthened while its scan runs (${said}): ${GOES_ON}`);
    }
    // Only a suspicion: some file systems set the time when they write, and touch(1) sets it as well.
    this.#isSuspected ||= mtimeNs !== this.#modified;
    if (!this.#isSuspected || performance.now() < this.#mayReadMs) return null;
    const beganMs = performance.now();
    const isIntact = await this.isIntact();
    const tookMs = performance.now() - beganMs;
    this.#mayReadMs = beganMs + tookMs / READING_SHARE;
    if (!isIntact) return lost(name, `was written over while its scan runs: ${GOES_ON}`);
    this.#modified = mtimeNs;
    this.#isSuspected = false;
    return null;
  }
}

function lost(name: string, what: string): SurfscanError {
  return new SurfscanError('ERR_MAP', `the map ${name} ${what}`, { path: name });
}
