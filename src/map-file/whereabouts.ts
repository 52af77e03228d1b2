// Where a scan's last run was, and how the disk was attached there: as the state keeps it.

import type { Device } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import type { Host } from '../vocabulary/host.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { Fields } from './fields.ts';

export type Attachment = Pick<Device, 'ids' | 'slot' | 'inUse'>;

const MOST_NAME = 253;
const MOST_MACHINE_ID = 40;
const MOST_TEXTS = 16;
const MOST_TEXT = 200;

export function hostOf(fields: Fields | null): Host | null {
  if (fields === null) return null;
  return {
    name: fields.text('name', MOST_NAME),
    machineId: fields.textOrNull('machineId', MOST_MACHINE_ID),
  };
}

export function attachmentOf(fields: Fields | null): Attachment | null {
  if (fields === null) return null;
  return {
    ids: texts('ids', fields.list('ids', MOST_TEXTS)),
    slot: fields.textOrNull('slot', MOST_TEXT),
    inUse: textsOrNull('inUse', fields.optionalList('inUse', MOST_TEXTS)),
  };
}

/** As a map keeps it: cut where it is too long. */
export function cutAttachment(attachment: Attachment | null): Attachment | null {
  if (attachment === null) return null;
  const { ids, slot, inUse } = attachment;
  const cut = (list: readonly string[]) =>
    list.slice(0, MOST_TEXTS).map((text) => cleanText(text, MOST_TEXT));
  return {
    ids: cut(ids),
    slot: slot === null ? null : cleanText(slot, MOST_TEXT),
    inUse: inUse === null ? null : cut(inUse),
  };
}

function textsOrNull(name: string, list: readonly unknown[] | null): string[] | null {
  return list === null ? null : texts(name, list);
}

function texts(name: string, list: readonly unknown[]): string[] {
  return list.map((text) => {
    if (typeof text === 'string') return cleanText(text, MOST_TEXT);
    throw usageError(`state.attachment.${name}: expected text`);
  });
}
