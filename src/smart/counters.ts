// What of smartctl's JSON counts a drive's troubles, whichever kind of drive it is.

import { cleanText } from '../vocabulary/text.ts';

type Json = Readonly<Record<string, unknown>>;

/** ATA's attributes have no standard names; these numbers mean the same on all but a few drives, and
 * smartctl's database names them as each drive has them. */
const ATTRIBUTES: ReadonlySet<number> = new Set([5, 187, 188, 196, 197, 198, 199]);
/** A table has 30 (ATA8-ACS, SMART READ DATA). */
const MOST_ATTRIBUTES = 30;
const MOST_NAME = 40;
/** As many as a map keeps. */
const MOST_COUNTERS = 32;

/** Where the others are, below the root. scsiprint.cpp, nvmeprint.cpp, ataprint.cpp of smartmontools. */
const PATHS: readonly (readonly [name: string, ...paths: readonly string[]])[] = [
  [
    'ata_smart_error_log',
    'ata_smart_error_log.extended.count',
    'ata_smart_error_log.summary.count',
  ],
  ['ata_pending_defects_log', 'ata_pending_defects_log.count'],
  ['scsi_grown_defect_list', 'scsi_grown_defect_list'],
  ['scsi_pending_defects', 'scsi_pending_defects.count'],
  ['scsi_read_uncorrected', 'scsi_error_counter_log.read.total_uncorrected_errors'],
  ['scsi_verify_uncorrected', 'scsi_error_counter_log.verify.total_uncorrected_errors'],
  ['critical_warning', 'nvme_smart_health_information_log.critical_warning'],
  ['media_errors', 'nvme_smart_health_information_log.media_errors'],
  ['num_err_log_entries', 'nvme_smart_health_information_log.num_err_log_entries'],
  ['percentage_used', 'nvme_smart_health_information_log.percentage_used'],
];

/** `hasAttributes`: ATA's table may be believed. */
export function countersOf(json: Json, hasAttributes: boolean): ReadonlyMap<string, number> {
  const counters = new Map(
    hasAttributes ? attributesOf(at(json, 'ata_smart_attributes.table')) : [],
  );
  for (const [name, ...paths] of PATHS) {
    const found = paths.map((path) => whole(at(json, path))).find((count) => count !== null);
    if (found !== undefined && found !== null) counters.set(name, found);
  }
  return new Map([...counters].slice(0, MOST_COUNTERS));
}

function attributesOf(table: unknown): [string, number][] {
  if (!Array.isArray(table)) return [];
  return table.slice(0, MOST_ATTRIBUTES).flatMap((row): [string, number][] => {
    const id = whole(at(row, 'id'));
    const name = at(row, 'name');
    const count = rawCount(at(row, 'raw.string'), whole(at(row, 'raw.value')));
    if (id === null || !ATTRIBUTES.has(id) || count === null) return [];
    const isNamed = typeof name === 'string' && /^[A-Za-z]/.test(name) && !/^Unknown_/.test(name);
    return [[isNamed ? cleanText(name, MOST_NAME) : `Attribute_${id}`, count]];
  });
}

/** Six bytes, in which some makers keep two or three numbers: smartctl's text tells them apart, "8 (3 5)" and
 * "0 0 8" (atacmds.cpp, ata_format_attr_raw_value: RAW16_OPT_RAW16, RAW16), and the count is the low word. */
function rawCount(text: unknown, value: number | null): number | null {
  const said = typeof text === 'string' ? text : '';
  const [, first] = /^(\d{1,15})(?: \(.*)?$/.exec(said) ?? [];
  const [, last] = /^\d{1,5} \d{1,5} (\d{1,5})$/.exec(said) ?? [];
  const count = first ?? last;
  return count === undefined ? value : Number(count);
}

/** What is at a path of names; undefined: nothing. */
export function at(json: unknown, path: string): unknown {
  let value = json;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
      return undefined;
    value = (value as Json)[name];
  }
  return value;
}

export function whole(value: unknown): number | null {
  return Number.isSafeInteger(value) && Number(value) >= 0 ? Number(value) : null;
}
