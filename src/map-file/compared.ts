// What a scan was compared with, as its map keeps it: of the earlier scan what the comparison needs beside
// this scan's own bytes and findings. It is in the state as text: base64 of a raw deflate stream (RFC 1951) of
// JSON, in which lists are rows of whole numbers, an LBA told by how far it lies behind what came before.

import { ERROR_CODES, LAST_STEP } from '../vocabulary/classes.ts';
import type { BadValue } from '../vocabulary/defects.ts';
import { isErrnoName } from '../vocabulary/errno.ts';
import { usageError } from '../vocabulary/errors.ts';
import type { Extent } from '../vocabulary/extents.ts';
import { METHODS, type Method } from '../vocabulary/method.ts';
import type { LbaRange } from '../vocabulary/ranges.ts';
import type { SmartAnswers } from '../vocabulary/smart.ts';
import { deflatedText, inflatedText } from './deflated.ts';
import { Fields, parseJson } from './fields.ts';
import { packRows, rowsOf } from './rows.ts';
import { packSmart, smartOf } from './smart-kept.ts';

/** Said where what a scan was compared with has no room in its map. */
export const COMPARED_LEFT_OUT_NOTE =
  'what the baseline said has no room in the map: surfscan diff BASELINE MAP tells it again';

/** LBAs: [from, to). Lists are sorted and disjoint. */
export interface MapCompared {
  /** As the state's: what was written before a program of an older version went on counts no more. */
  readonly runs: number;
  readonly started: string;
  readonly finished: string | null;
  readonly fromLba: number;
  readonly toLba: number;
  readonly blockSectors: number;
  readonly jobs: number;
  readonly depth: number;
  readonly engine: string;
  readonly method: Method;
  /** Sectors. */
  readonly good: number;
  readonly bad: number;
  readonly unread: number;
  /** Microseconds: p50, p99, p99.9; null: nothing read. */
  readonly latencyUs: readonly number[] | null;
  readonly smart: SmartAnswers;
  readonly badExtents: readonly Readonly<Extent<ComparedFailure>>[];
  readonly unreadRanges: readonly LbaRange[];
  readonly disturbed: readonly LbaRange[];
  /** Blocks that were slow twice. */
  readonly slow: readonly KeptSlow[];
  /** The map's bytes of blocks that only this scan had slow twice. */
  readonly steps: readonly KeptStep[];
  /** Which zones were compared, and which of them moved. */
  readonly zones: KeptZones;
}

export type ComparedFailure = Pick<BadValue, 'error' | 'errno' | 'exact'>;

/** Whole nanoseconds. */
export interface KeptSlow extends LbaRange {
  readonly latencyNs: number;
  readonly againNs: number;
}

export interface KeptStep extends LbaRange {
  readonly step: number;
}

/** Noise in millionths. */
export interface KeptZones {
  readonly sectors: number;
  readonly compared: number;
  readonly noise: number | null;
  readonly changed: readonly KeptZone[];
}

export interface KeptZone extends LbaRange {
  readonly oldNs: number;
  readonly nowNs: number;
  readonly noise: number;
}

const MOST_WORD = 40;
const MOST_VALUES = 100;
const MOST_ROWS = 2 ** 18;
const LATENCIES = 3;

/** null: too long to be kept. */
export function packCompared(compared: MapCompared): string | null {
  const { badExtents, unreadRanges, disturbed, slow, steps, zones, smart, ...told } = compared;
  const values = [...new Set(badExtents.map(({ value }) => textOf(value)))];
  if (values.length > MOST_VALUES) return null;
  const json = JSON.stringify({
    ...told,
    smart: packSmart(smart),
    values: values.map((text) => JSON.parse(text)),
    badExtents: packRows(badExtents, ({ value }) => [values.indexOf(textOf(value))]),
    unreadRanges: packRows(unreadRanges),
    disturbed: packRows(disturbed),
    slow: packRows(slow, ({ latencyNs, againNs }) => [latencyNs, againNs]),
    steps: packRows(steps, ({ step }) => [step]),
    zones: {
      ...zones,
      changed: packRows(zones.changed, ({ oldNs, nowNs, noise }) => [oldNs, nowNs, noise]),
    },
  });
  return deflatedText(json);
}

const textOf = ({ error, errno, exact }: ComparedFailure) => JSON.stringify([error, errno, exact]);

/** Throws ERR_USAGE that names the field that is wrong. */
export function comparedOf(text: string | null): MapCompared | null {
  if (text === null) return null;
  const fields = new Fields(
    parseJson(inflatedText(text, 'state.compared'), 'state.compared'),
    'state.compared',
  );
  const rows = (name: string, more: number) => rowsOf(fields.list(name, MOST_ROWS), more, name);
  const values = fields.list('values', MOST_VALUES).map(failureOf);
  const ranges = (name: string) => rows(name, 0).map(({ from, to }) => ({ from, to }));
  return {
    runs: fields.whole('runs'),
    started: fields.time('started'),
    finished: fields.timeOrNull('finished'),
    fromLba: fields.whole('fromLba'),
    toLba: fields.whole('toLba', fields.whole('fromLba') + 1),
    blockSectors: fields.whole('blockSectors', 1),
    jobs: fields.whole('jobs', 1, 2 ** 16),
    depth: fields.whole('depth', 1, 2 ** 16),
    engine: fields.text('engine', MOST_WORD),
    method: fields.oneOf('method', METHODS),
    good: fields.whole('good'),
    bad: fields.whole('bad'),
    unread: fields.whole('unread'),
    latencyUs: latenciesOf(fields.optionalList('latencyUs', LATENCIES)),
    smart: smartOf(fields.object('smart'))!,
    badExtents: rows('badExtents', 1).map(({ from, to, more: [index] }) => {
      const value = values[index!];
      if (value !== undefined) return { from, to, value };
      throw wrong('badExtents', `one of ${values.length} values`);
    }),
    unreadRanges: ranges('unreadRanges'),
    disturbed: ranges('disturbed'),
    slow: rows('slow', 2).map(({ from, to, more: [latencyNs, againNs] }) => ({
      ...{ from, to, latencyNs: latencyNs!, againNs: againNs! },
    })),
    steps: rows('steps', 1).map(({ from, to, more: [step] }) => {
      if (step! <= LAST_STEP) return { from, to, step: step! };
      throw wrong('steps', `steps up to ${LAST_STEP}`);
    }),
    zones: zonesOf(fields.object('zones')),
  };
}

function zonesOf(fields: Fields): KeptZones {
  return {
    sectors: fields.whole('sectors'),
    compared: fields.whole('compared'),
    noise: fields.optionalWhole('noise'),
    changed: rowsOf(fields.list('changed', MOST_ROWS), 3, 'zones.changed').map(
      ({ from, to, more: [oldNs, nowNs, noise] }) => {
        if (oldNs! > 0) return { from, to, oldNs: oldNs!, nowNs: nowNs!, noise: noise! };
        throw wrong('zones.changed', 'latencies');
      },
    ),
  };
}

function failureOf(entry: unknown): ComparedFailure {
  const [name, errno, exact, ...more] = Array.isArray(entry) ? entry : [];
  const error = ERROR_CODES.find((code) => code === name);
  const isErrno = errno === null || (typeof errno === 'string' && isErrnoName(errno));
  if (error !== undefined && isErrno && typeof exact === 'boolean' && more.length === 0) {
    return { error, errno, exact };
  }
  throw wrong('values', '[error, errno, whether it is exact]');
}

function latenciesOf(list: readonly unknown[] | null): readonly number[] | null {
  if (list === null) return null;
  const isRight = (value: unknown) => Number.isFinite(value) && Number(value) >= 0;
  if (list.length === LATENCIES && list.every(isRight)) return list as number[];
  throw wrong('latencyUs', `${LATENCIES} numbers from 0`);
}

function wrong(name: string, expected: string) {
  return usageError(`state.compared.${name}: expected ${expected}`);
}
