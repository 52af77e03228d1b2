// What a spot check told of where bad sectors lie: its JSON, surfscan.check/1, of somebody's file.

import type { Device } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';

/** Of one LBA, in words: "/var/log/syslog (ext4)". */
export interface ToldWhere {
  readonly lba: number;
  readonly words: string;
}

/** A check tells of 256 places at most (src/check/conclude.ts). */
const MOST_PLACES = 100_000;
const USES = ['file', 'free', 'metadata', 'unknown'] as const;
const MOST_NAME = 200;

type Json = Readonly<Record<string, unknown>>;

/** Upwards. Throws ERR_USAGE where the text is no such JSON, or is of another disk than `device`. */
export function toldWhere(
  text: string,
  device: Pick<Device, 'sectors' | 'logicalBytes' | 'serial'>,
): readonly ToldWhere[] {
  const report = jsonOf(text);
  if (report.schema !== 'surfscan.check/1') {
    throw usageError(
      `expected the JSON of surfscan check (surfscan.check/1), got ${shown(report.schema)}`,
    );
  }
  assertSameDisk(isJson(report.device) ? report.device : {}, device);
  const { where } = report;
  if (!Array.isArray(where) || where.length > MOST_PLACES) {
    throw usageError(`its "where": expected a list of at most ${MOST_PLACES} places`);
  }
  return where.map((place) => placeOf(place, device.sectors)).sort((a, b) => a.lba - b.lba);
}

function jsonOf(text: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw usageError(`expected JSON: ${cleanText(String((cause as Error).message), 200)}`);
  }
  return isJson(parsed) ? parsed : {};
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is not known of either is no difference. */
function assertSameDisk(
  { sectors, logical_bytes, serial }: Json,
  device: Pick<Device, 'sectors' | 'logicalBytes' | 'serial'>,
): void {
  const differ = (name: string, told: unknown, own: unknown) =>
    usageError(`it is of another disk: ${name} ${shown(told)}, and the map's ${shown(own)}`);
  if (sectors !== device.sectors) throw differ('sectors', sectors, device.sectors);
  if (logical_bytes !== device.logicalBytes) {
    throw differ('bytes a sector', logical_bytes, device.logicalBytes);
  }
  const isKnown = serial !== null && serial !== undefined && device.serial !== null;
  if (isKnown && serial !== device.serial) throw differ('serial', serial, device.serial);
}

function placeOf(place: unknown, sectors: number): ToldWhere {
  const { lba, use, file, filesystem, partition } = isJson(place) ? place : ({} as Json);
  const isLba = Number.isSafeInteger(lba) && (lba as number) >= 0 && (lba as number) < sectors;
  if (!isLba || !USES.some((known) => known === use)) {
    throw usageError(`its "where": expected an LBA of the disk and a use, got ${shown(place)}`);
  }
  const type = typeof filesystem === 'string' ? ` (${cleanText(filesystem, MOST_NAME)})` : '';
  const name = typeof file === 'string' ? cleanText(file, MOST_NAME) : null;
  const what = name === null ? wordOf(use as (typeof USES)[number]) : name;
  const kind = use === 'metadata' && name !== null ? 'metadata of ' : '';
  return { lba: lba as number, words: `${kind}${what}${type}${outside(partition)}` };
}

function wordOf(use: (typeof USES)[number]): string {
  if (use === 'free') return 'free space';
  return use === 'file' ? 'a file' : use === 'metadata' ? 'metadata' : 'not known';
}

function outside(partition: unknown): string {
  return partition === null ? ', in no partition' : '';
}

function shown(value: unknown): string {
  return cleanText(JSON.stringify(value) ?? 'nothing', 100);
}
