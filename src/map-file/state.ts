// The state of a scan: what of it is neither in the map's bytes nor a finding. JSON, bounded.

import { SURFSCAN_ERROR_CODES, type SurfscanErrorCode, usageError } from '../vocabulary/errors.ts';
import type { Host } from '../vocabulary/host.ts';
import type { SmartAnswers } from '../vocabulary/smart.ts';
import { cleanText } from '../vocabulary/text.ts';
import { COMPARED_LEFT_OUT_NOTE, comparedOf, type MapCompared, packCompared } from './compared.ts';
import { Fields, parseJson } from './fields.ts';
import { type OptionValue, optionsOf } from './option-values.ts';
import { decodeOutcome, type MapOutcome } from './outcome.ts';
import { type RereadZone, zoneFields, zonesOf } from './reread-zones.ts';
import { packSmart, smartOf } from './smart-kept.ts';
import { type Attachment, attachmentOf, cutAttachment, hostOf } from './whereabouts.ts';

/** All numbers are finite and not negative; counts are whole. */
export interface MapState {
  /** ISO 8601, UTC, with milliseconds. */
  readonly started: string;
  readonly finished: string | null;
  /** Every phase ended: there is nothing to resume. */
  readonly complete: boolean;
  /** Of all runs, without pauses. */
  readonly elapsedSeconds: number;
  /** Read in the pass. */
  readonly sectors: number;
  readonly deviceNs: number;
  readonly latencyCount: number;
  readonly latencySumNs: number;
  readonly latencyMinNs: number;
  readonly latencyMaxNs: number;
  readonly refineSpentMs: number;
  /** Blocks in flight when the disk left. */
  readonly goneBlocks: number;
  readonly cacheBypassed: boolean;
  readonly engine: string;
  readonly narrowedBy: string; // what read failed blocks' sectors; since 1.2
  /** What the drive was sent, and the node that took it; null: the kernel read. Since 1.3. */
  readonly command: string | null;
  readonly node: string | null;
  readonly jobs: number;
  readonly depth: number;
  readonly runs: number;
  readonly slowNotKept: number;
  readonly recoveredSectors: number; // that the drive had to correct; since 1.4
  /** Findings that the file had no room for: set when it is written. */
  readonly recordsLeftOut: number;
  /** The blocks from here on count as unread, as what had to be said of them had no room; null: none.
   * Since 1.1. */
  readonly forgetFromLba: number | null;
  /** Of zones that were slow and slow again, upwards: the zone's index, and in bytes/s how it read, how it
   * read again, and what was expected; null: not tried. Since 1.1. */
  readonly rereadZones: readonly RereadZone[] | null;
  /** Where its last run was; null: not known. Since 1.1. */
  readonly host: Host | null;
  /** How the disk was attached in the last run; null: not known. Since 1.2. */
  readonly attachment: Attachment | null;
  /** What the drive counts itself; null: not known. Since 1.3. */
  readonly smart: SmartAnswers | null;
  /** What its scan was compared with; null: with nothing, it goes on, or there is no room for it. Since 1.4. */
  readonly compared: MapCompared | null;
  /** What it came to; null: it goes on, or not all of that is in the map. Since 1.1. */
  readonly outcome: MapOutcome | null;
  readonly trouble: {
    readonly code: SurfscanErrorCode;
    readonly errno: string | null;
    readonly message: string;
  } | null;
  /** At most 64 of 240 characters are kept, fewer where they do not fit. */
  readonly notes: readonly string[];
  /** Why it ended before its end: of the last run alone. As many and as long. */
  readonly endNotes: readonly string[];
  /** The scan's options as given, by name. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** Fields of a later version: kept as they are. */
  readonly unknown: Readonly<Record<string, unknown>>;
}

const MOST_NOTES = 64;
const MOST_NOTE = 240;
const MOST_WORD = 40;
const MOST_NODE = 120;
const MOST_MESSAGE = 480;
/** As much as has room at all. */
const MOST_PACKED = 2 ** 15;

/** A scan of which nothing is known but when its map was made. */
export function unknownState(started: string): MapState {
  return {
    started,
    finished: null,
    complete: false,
    elapsedSeconds: 0,
    sectors: 0,
    deviceNs: 0,
    latencyCount: 0,
    latencySumNs: 0,
    latencyMinNs: 0,
    latencyMaxNs: 0,
    refineSpentMs: 0,
    goneBlocks: 0,
    cacheBypassed: true,
    engine: '',
    narrowedBy: 'read',
    command: null,
    node: null,
    jobs: 1,
    depth: 1,
    runs: 1,
    slowNotKept: 0,
    recoveredSectors: 0,
    recordsLeftOut: 0,
    forgetFromLba: null,
    rereadZones: null,
    host: null,
    attachment: null,
    smart: null,
    compared: null,
    outcome: null,
    trouble: null,
    notes: [],
    endNotes: [],
    options: {},
    unknown: {},
  };
}

/** JSON of at most `mostBytes`: notes that do not fit are left out, and then what is not known. Throws
 * ERR_USAGE where the state is not valid, or too long without any. */
export function encodeState(state: MapState, mostBytes: number, isTight = false): Buffer {
  const {
    forgetFromLba,
    rereadZones,
    host,
    attachment,
    smart,
    compared,
    outcome,
    unknown,
    ...rest
  } = state;
  const packed = compared === null ? null : packCompared(compared);
  if (compared !== null && packed === null) return encodeState(withoutCompared(state), mostBytes);
  let kept = unknown;
  // What is at its default is not written: a program of an older version need not know it.
  const known = {
    ...rest,
    ...(forgetFromLba === null ? {} : { forgetFromLba }),
    ...zoneFields(rereadZones, isTight),
    ...(host === null ? {} : { host }),
    ...(attachment === null ? {} : { attachment: cutAttachment(attachment) }),
    ...(smart === null ? {} : { smart: packSmart(smart) }),
    ...(packed === null ? {} : { compared: packed }),
    ...(outcome === null ? {} : { outcome }),
    narrowedBy: rest.narrowedBy === 'read' ? undefined : rest.narrowedBy,
    recoveredSectors: rest.recoveredSectors || undefined,
    command: rest.command ?? undefined,
    node: rest.node === null ? undefined : cleanText(rest.node, MOST_NODE),
  };
  const notes = cleanNotes(state.notes);
  const endNotes = cleanNotes(state.endNotes);
  const trouble =
    state.trouble === null
      ? null
      : { ...state.trouble, message: cleanText(state.trouble.message, MOST_MESSAGE) };
  for (; ; (notes.length > 0 ? notes : endNotes).pop()) {
    const json = Buffer.from(JSON.stringify({ ...kept, ...known, trouble, notes, endNotes }));
    if (json.length <= mostBytes) {
      decodeState(json);
      return json;
    }
    if (rereadZones !== null && !isTight) return encodeState(state, mostBytes, true);
    if (compared !== null) return encodeState(withoutCompared(state), mostBytes);
    // It is told from the map itself then.
    if (outcome !== null) return encodeState({ ...state, outcome: null }, mostBytes);
    if (notes.length + endNotes.length > 0) continue;
    if (smart !== null) return encodeState({ ...state, smart: null }, mostBytes);
    if (kept !== unknown) throw usageError('the options are too long to be kept in a map');
    kept = {};
  }
}

/** All of it or nothing, and then it is said. */
function withoutCompared(state: MapState): MapState {
  return { ...state, compared: null, notes: [COMPARED_LEFT_OUT_NOTE, ...state.notes] };
}

/** Throws ERR_USAGE that names the field that is wrong. */
export function decodeState(json: Uint8Array): MapState {
  const fields = new Fields(parseJson(json, 'state'), 'state');
  const state: MapState = {
    started: fields.time('started'),
    finished: fields.timeOrNull('finished'),
    complete: fields.flag('complete'),
    elapsedSeconds: fields.measure('elapsedSeconds'),
    sectors: fields.whole('sectors'),
    deviceNs: fields.measure('deviceNs'),
    latencyCount: fields.whole('latencyCount'),
    latencySumNs: fields.measure('latencySumNs'),
    latencyMinNs: fields.measure('latencyMinNs'),
    latencyMaxNs: fields.measure('latencyMaxNs'),
    refineSpentMs: fields.measure('refineSpentMs'),
    goneBlocks: fields.whole('goneBlocks'),
    cacheBypassed: fields.flag('cacheBypassed'),
    engine: fields.text('engine', MOST_WORD),
    narrowedBy: fields.optionalText('narrowedBy', MOST_WORD) ?? 'read',
    command: fields.optionalText('command', MOST_WORD),
    node: fields.optionalText('node', MOST_NODE),
    jobs: fields.whole('jobs', 1, 2 ** 16),
    depth: fields.whole('depth', 1, 2 ** 16),
    runs: fields.whole('runs'),
    slowNotKept: fields.whole('slowNotKept'),
    recoveredSectors: fields.optionalWhole('recoveredSectors') ?? 0,
    recordsLeftOut: fields.whole('recordsLeftOut'),
    forgetFromLba: fields.optionalWhole('forgetFromLba'),
    rereadZones: zonesOf(fields),
    host: hostOf(fields.optionalObject('host')),
    attachment: attachmentOf(fields.optionalObject('attachment')),
    smart: smartOf(fields.optionalObject('smart')),
    compared: comparedOf(fields.optionalText('compared', MOST_PACKED)),
    outcome: decodeOutcome(fields.optionalObject('outcome')),
    trouble: troubleOf(fields.objectOrNull('trouble')),
    notes: notesOf(fields, 'notes'),
    endNotes: notesOf(fields, 'endNotes'),
    options: optionsOf(fields.object('options')),
    unknown: {},
  };
  return { ...state, unknown: fields.rest() };
}

function troubleOf(fields: Fields | null): MapState['trouble'] {
  if (fields === null) return null;
  return {
    code: fields.oneOf('code', SURFSCAN_ERROR_CODES),
    errno: fields.textOrNull('errno', MOST_WORD),
    message: fields.text('message', MOST_MESSAGE),
  };
}

function cleanNotes(notes: readonly string[]): string[] {
  return notes.slice(0, MOST_NOTES).map((note) => cleanText(note, MOST_NOTE));
}

function notesOf(fields: Fields, name: 'notes' | 'endNotes'): string[] {
  return fields.list(name, MOST_NOTES).map((note) => {
    if (typeof note === 'string') return cleanText(note, MOST_NOTE);
    throw usageError(`state.${name}: expected text`);
  });
}
