// The header: which disk, which range, in which blocks. It never changes.

import type { Device, KnownPartition } from '../vocabulary/device.ts';
import { usageError } from '../vocabulary/errors.ts';
import { METHODS, type Method } from '../vocabulary/method.ts';
import { cleanText } from '../vocabulary/text.ts';
import { Fields, parseJson } from './fields.ts';
import { COMPACT_MAJOR, HEADER_PAGES, MAGIC, MAJOR, MINOR, PAYLOAD_BYTES } from './format.ts';
import { isZero, pageAt, payloadOf, sequenceOf, stampPage } from './page.ts';

/** What a disk is known by. Text is clean. */
export interface MapIdentity extends Omit<Device, 'inUse' | 'ids' | 'slot'> {
  /** The first LBA that begins a physical sector. */
  readonly physicalFirstLba: number;
}

export interface MapHeader {
  readonly identity: MapIdentity;
  readonly fromLba: number;
  /** Exclusive. */
  readonly toLba: number;
  readonly blockSectors: number;
  readonly method: Method;
  /** It was the best that the drive allowed, as was asked for; absent: it was asked for by name. Since 1.4. */
  readonly isBest?: true;
  /** ISO 8601, UTC, with milliseconds. */
  readonly created: string;
  /** At most 128 are kept. */
  readonly partitions: readonly KnownPartition[];
}

export const MOST_PARTITIONS = 128;
/** Characters. */
export const MOST_PATH = 512;
export const MOST_NAME = 128;
const MOST_SECTOR_BYTES = 2 ** 24;
const MOST_BLOCK_BYTES = 16 * 2 ** 20;
const KINDS = ['block', 'file', 'sim'] as const;

const MAJOR_AT = MAGIC.length;
const MINOR_AT = MAJOR_AT + 2;
const JSON_BYTES_AT = MINOR_AT + 2;
const JSON_AT = JSON_BYTES_AT + 4;
const TEXT_BYTES = HEADER_PAGES * PAYLOAD_BYTES;

/** The payloads of the header's pages. Throws ERR_USAGE where the header is not valid. */
export function encodeHeader(header: MapHeader): Buffer {
  const json = Buffer.from(JSON.stringify(packed(header)));
  // Cannot be, with the limits above: 512 + 5 · 128 characters of 4 bytes and 128 partitions of 48 fit.
  if (JSON_AT + json.length > TEXT_BYTES) throw usageError('the header does not fit');
  const text = Buffer.alloc(TEXT_BYTES);
  text.write(MAGIC);
  text.writeUInt16LE(MAJOR, MAJOR_AT);
  text.writeUInt16LE(MINOR, MINOR_AT);
  text.writeUInt32LE(json.length, JSON_BYTES_AT);
  json.copy(text, JSON_AT);
  decodeHeader(text);
  return text;
}

/** Throws ERR_USAGE that says what is wrong with it. */
export function decodeHeader(text: Buffer): MapHeader {
  if (text.toString('latin1', 0, MAJOR_AT) !== MAGIC) throw usageError('it is no surfscan map');
  const [major, minor] = [text.readUInt16LE(MAJOR_AT), text.readUInt16LE(MINOR_AT)];
  if (major !== MAJOR && major !== COMPACT_MAJOR) {
    throw usageError(
      `its format has version ${major}.${minor}, and this surfscan reads versions ${MAJOR} and ${COMPACT_MAJOR}`,
    );
  }
  const end = JSON_AT + text.readUInt32LE(JSON_BYTES_AT);
  if (end > text.length || !isZero(text.subarray(end))) {
    throw usageError('header: its length is wrong');
  }
  return unpacked(parseJson(text.subarray(JSON_AT, end), 'header'));
}

/** Whether it is of a compact map. `text`: as decodeHeader takes it. */
export function isCompactHeader(text: Buffer): boolean {
  return text.readUInt16LE(MAJOR_AT) === COMPACT_MAJOR;
}

/** The header's pages for the other form of its map. */
export function withMajor(pages: Buffer, major: number): Buffer {
  const changed = Buffer.from(pages);
  const first = pageAt(changed, 0);
  payloadOf(first).writeUInt16LE(major, MAJOR_AT);
  stampPage(first, 0, sequenceOf(first));
  return changed;
}

function packed(header: MapHeader) {
  const { identity, partitions } = header;
  const name = (text: string | null) => (text === null ? null : cleanText(text, MOST_NAME));
  return {
    identity: {
      path: cleanText(identity.path, MOST_PATH),
      kind: identity.kind,
      model: name(identity.model),
      serial: name(identity.serial),
      firmware: name(identity.firmware),
      wwn: name(identity.wwn),
      sectors: identity.sectors,
      logicalBytes: identity.logicalBytes,
      physicalBytes: identity.physicalBytes,
      physicalFirstLba: identity.physicalFirstLba,
      rotational: identity.rotational,
      bus: name(identity.bus),
    },
    fromLba: header.fromLba,
    toLba: header.toLba,
    blockSectors: header.blockSectors,
    method: header.method,
    isBest: header.isBest,
    created: header.created,
    partitions: partitions
      .slice(0, MOST_PARTITIONS)
      .map(({ index, firstLba, lastLba }) => [index, firstLba, lastLba]),
  };
}

function unpacked(json: unknown): MapHeader {
  const fields = new Fields(json, 'header');
  const identity = identityOf(fields.object('identity'));
  const toLba = fields.whole('toLba', 1, identity.sectors);
  const header: MapHeader = {
    identity,
    fromLba: fields.whole('fromLba', 0, toLba - 1),
    toLba,
    blockSectors: fields.whole(
      'blockSectors',
      1,
      Math.max(1, Math.floor(MOST_BLOCK_BYTES / identity.logicalBytes)),
    ),
    method: fields.oneOf('method', METHODS),
    ...(fields.optionalFlag('isBest') ? { isBest: true } : {}),
    created: fields.time('created'),
    partitions: fields
      .list('partitions', MOST_PARTITIONS)
      .map((value) => partitionOf(value, identity.sectors)),
  };
  return header;
}

function identityOf(fields: Fields): MapIdentity {
  const identity: MapIdentity = {
    path: fields.text('path', MOST_PATH),
    kind: fields.oneOf('kind', KINDS),
    model: fields.textOrNull('model', MOST_NAME),
    serial: fields.textOrNull('serial', MOST_NAME),
    firmware: fields.textOrNull('firmware', MOST_NAME),
    wwn: fields.textOrNull('wwn', MOST_NAME),
    sectors: fields.whole('sectors', 1),
    logicalBytes: fields.whole('logicalBytes', 1, MOST_SECTOR_BYTES),
    physicalBytes: fields.whole('physicalBytes', 1, 2 ** 32),
    physicalFirstLba: fields.whole('physicalFirstLba', 0, 2 ** 32),
    rotational: fields.flagOrNull('rotational'),
    bus: fields.textOrNull('bus', MOST_NAME),
  };
  return identity;
}

function partitionOf(value: unknown, sectors: number): KnownPartition {
  if (!Array.isArray(value) || value.length !== 3) {
    throw usageError('header.partitions: expected index, from and to of each');
  }
  const [first, from, last] = value;
  const fields = new Fields({ index: first, from, to: last }, 'header.partitions');
  const index = fields.whole('index', 0, 2 ** 32 - 1);
  const to = fields.whole('to', 0, sectors - 1);
  return { index, firstLba: fields.whole('from', 0, to), lastLba: to };
}
