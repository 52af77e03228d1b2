// Changes of the newest snapshot, one behind the other in an area of their own. Its first page is left as it
// is: who does not know of changes takes it for a snapshot's first (format.ts).

import { usageError } from '../vocabulary/errors.ts';
import { type Change, encodeChange } from './changes.ts';
import { FIRST_CHANGE_PAGE, type MapLayout, PAYLOAD_BYTES } from './format.ts';
import { areaPages } from './page-contents.ts';
import type { PageWriter } from './page-writer.ts';

/** Bytes that an area has for changes, from a page on. */
export function changeRoom(layout: MapLayout, page = FIRST_CHANGE_PAGE): number {
  return (layout.areaPages - page) * PAYLOAD_BYTES;
}

export class ChangeLog {
  #next = FIRST_CHANGE_PAGE;

  /** `generation`: of the snapshot. */
  constructor(
    private readonly layout: MapLayout,
    private readonly writer: PageWriter,
    readonly area: number,
    private readonly generation: number,
  ) {}

  get room(): number {
    return changeRoom(this.layout, this.#next);
  }

  /** Where that fails (ERR_MAP, ERR_MAP_SPACE) the next goes to the same place. Throws ERR_USAGE where the
   * state is not valid, or there is no room. */
  async append(change: Change): Promise<{ busyMs: number; bytes: number }> {
    const beganMs = performance.now();
    const body = encodeChange(change, this.generation);
    if (body.length > this.room) throw usageError('changes: there is no room');
    const first = this.#next;
    const pages = areaPages(this.layout, this.area, first, body, this.writer.nextSequence());
    const busyMs = performance.now() - beganMs;
    await this.writer.write(this.layout.areaPage(this.area, first), pages);
    this.#next = first + body.length / PAYLOAD_BYTES;
    return { busyMs, bytes: pages.length };
  }
}
