// MHDD's line of registers, where the drive answered itself: what it said of the sector that failed last.

import type { DriveAnswer } from '../engine/scan-view.ts';
import { registersOf, statusWords } from '../vocabulary/drive-words.ts';
import { cut, integer } from './format.ts';
import type { Area, Picture } from './picture.ts';
import { BAD_VALUE, LABEL, TEXT, VALUE } from './style.ts';

/** In the first row of `area`. Bits that are set are told by capitals, too: a terminal may have no colours. */
export function drawRegister(picture: Picture, area: Area, { lba, drive }: DriveAnswer): void {
  const end = area.x + area.width - 1;
  const registers = registersOf(drive);
  const x = area.x + 1;
  if (registers === null) {
    const said = `${drive}: ${statusWords(drive)}`;
    const at = picture.put(x, area.y, `LBA ${integer(lba)} `, LABEL, end);
    picture.put(at, area.y, cut(said, end - at), BAD_VALUE);
    return;
  }
  const width = registers.reduce((sum, { name }) => sum + name.length + 1, -1);
  let at = x;
  const place = `LBA ${integer(lba)} ${drive}  `;
  if (width + place.length <= end - x) at = picture.put(at, area.y, place, VALUE);
  for (const { name, isSet } of registers) {
    const isError = isSet && !['BUSY', 'DRDY', 'DREQ'].includes(name);
    const ink = isError ? BAD_VALUE : isSet ? TEXT : LABEL;
    at = picture.put(at, area.y, `${isSet ? name : name.toLowerCase()} `, ink, end);
  }
}
