// A check as `surfscan.check/1`. LBAs are inclusive here, as people and kernels print them.

import type { CheckResult, CheckVerdict } from '../check/result.ts';
import type { Source, Suspect } from '../kernel-log/index.ts';
import type { Location } from '../layout/location.ts';
import type { Trouble } from '../reading/trouble.ts';
import type { Coverage } from '../vocabulary/coverage.ts';
import type { Device } from '../vocabulary/device.ts';
import type { LbaSpan } from '../vocabulary/ranges.ts';
import { type DeviceJson, deviceJson } from './device-json.ts';
import { type DefectJson, defectJson } from './run-json.ts';
import { type ToolJson, toolJson } from './tool-json.ts';

/** Lists of a report end here; the rest is counted in the explanation. */
const MOST_ENTRIES = 100_000;

type SourceJson = Omit<Source, 'accusation' | keyof LbaSpan> & { from: number; to: number };

export interface CheckReport {
  schema: 'surfscan.check/1';
  tool: ToolJson;
  device: DeviceJson | null;
  /** Why it was not read, or not to its end; absent: it was, or its user stopped it. */
  error?: { code: string; errno: string | null; message: string };
  suspects: { from: number; to: number; sources: SourceJson[] }[];
  coverage: Coverage;
  bad: DefectJson[];
  weak: DefectJson[];
  where: WhereJson[];
  explanation: string[];
  verdict: CheckVerdict;
}

interface WhereJson {
  lba: number;
  partition: {
    scheme: string;
    index: number;
    type: string;
    label: string | null;
    from: number;
    to: number;
  } | null;
  filesystem: string | null;
  use: Location['use'];
  file: string | null;
  /** The path in base64, where `file` is not exactly it. */
  file_bytes?: string;
  notes: string[];
}

const NOTHING: Coverage = { total: 0, good: 0, bad: 0, unread: 0 };

export function checkReport(result: CheckResult): CheckReport {
  const { device, trouble, probed, suspects, where, verdict } = result;
  const explanation = result.explanation.flatMap(({ sentences }) => sentences);
  return {
    schema: 'surfscan.check/1',
    tool: toolJson(),
    device: device === null ? null : deviceJson(device),
    ...(trouble === null ? {} : { error: errorJson(trouble) }),
    suspects: bounded('suspects', suspects, explanation).map(suspectJson),
    coverage: { ...(probed?.coverage ?? NOTHING) },
    bad: bounded('bad extents', probed?.bad ?? [], explanation).map(defectJson),
    weak: bounded('weak extents', probed?.weak ?? [], explanation).map(defectJson),
    where: where.map(whereJson),
    explanation,
    verdict,
  };
}

/** A target that could not be opened. */
export function unopenedCheckReport(device: Device, error: Trouble): CheckReport {
  return checkReport({
    device,
    suspects: [],
    probed: null,
    where: [],
    explanation: [{ title: '', sentences: [error.message] }],
    verdict: 'incomplete',
    trouble: error,
  });
}

function errorJson({ code, errno, message }: Trouble) {
  return { code, errno, message };
}

function suspectJson({ firstLba: from, lastLba: to, sources }: Suspect) {
  return { from, to, sources: sources.map(sourceJson) };
}

function sourceJson({ line, text, format, device, firstLba, lastLba, names }: Source): SourceJson {
  return { line, text, format, device, from: firstLba, to: lastLba, names };
}

function whereJson(location: Location): WhereJson {
  const { lba, partition, filesystem, use, file, fileBytes, notes } = location;
  return {
    lba,
    partition:
      partition === null
        ? null
        : {
            scheme: partition.scheme,
            index: partition.index,
            type: partition.type,
            label: partition.label,
            from: partition.firstLba,
            to: partition.lastLba,
          },
    filesystem: filesystem?.type ?? null,
    use,
    file,
    ...(fileBytes && { file_bytes: fileBytes.toString('base64') }),
    notes: [...notes],
  };
}

function bounded<T>(what: string, list: readonly T[], explanation: string[]): readonly T[] {
  if (list.length <= MOST_ENTRIES) return list;
  explanation.push(`${list.length - MOST_ENTRIES} more ${what} are not listed.`);
  return list.slice(0, MOST_ENTRIES);
}
