// Where disks sit: what enclosures say of their bays through ses(4), by `sesutil map` in the words of
// usr.sbin/sesutil/sesutil.c, objmap(). It answers root alone.

import { withDeadline } from '../deadline.ts';
import { identityText } from '../identity-text.ts';
import type { DiskSystem } from '../system.ts';

const LIMIT_MS = 10_000;
/** 60 bays an enclosure, and some hundred enclosures. */
const SLOT_LIMIT = 10_000;

/** By the disk's name, "da5": "bay Slot 05 of enclosure ses0 (LSI SAS2X36)". */
export type Slots = ReadonlyMap<string, string>;

/** Disks that an enclosure may have: on SATA and SAS. */
const IN_BAYS = /^a?da\d+$/;

/** Empty where no enclosure says anything, or none of the disks may be in one. Does not reject. */
export async function slotsFor(
  disks: readonly { readonly name: string }[],
  system: DiskSystem,
): Promise<Slots> {
  if (!disks.some(({ name }) => IN_BAYS.test(name))) return new Map();
  const asked = system.run('/usr/sbin/sesutil', ['map'], LIMIT_MS);
  const late = () => new Error('sesutil(8) did not answer');
  return withDeadline(asked, LIMIT_MS + 1000, late).then(parseSlots, () => new Map());
}

export function parseSlots(text: string): Slots {
  const slots = new Map<string, string>();
  let enclosure = '';
  let bay: string | null = null;
  for (const line of text.split('\n')) {
    const [, ses] = /^(ses\d+):$/.exec(line) ?? [];
    const [, name] = /^\tEnclosure Name: (.*)$/.exec(line) ?? [];
    const [, element, type] = /^\tElement (\d+), Type: (.*)$/.exec(line) ?? [];
    const [, description] = /^\t\tDescription: (.*)$/.exec(line) ?? [];
    const [, devices] = /^\t\tDevice Names: (.*)$/.exec(line) ?? [];
    if (ses !== undefined) enclosure = ses;
    else if (name !== undefined) {
      const kind = identityText(name, 60);
      if (kind !== null) enclosure += ` (${kind})`;
    } else if (element !== undefined) bay = /device slot/i.test(type!) ? element : null;
    else if (description !== undefined) bay &&= identityText(description, 60) ?? bay;
    else if (devices !== undefined && bay !== null) {
      for (const device of devices.split(',').filter((found) => IN_BAYS.test(found))) {
        if (slots.size < SLOT_LIMIT) slots.set(device, `bay ${bay} of enclosure ${enclosure}`);
      }
    }
  }
  return slots;
}
