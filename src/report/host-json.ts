// A host as the JSON of a run has it.

import { hasResult, type RunEntry } from '../engine/run-entry.ts';
import type { LabelledHost } from '../vocabulary/host.ts';

export interface HostJson {
  name: string;
  machine_id: string | null;
  labels: Record<string, string>;
}

export function hostJson(host: LabelledHost | null): HostJson | null {
  if (host === null) return null;
  return { name: host.name, machine_id: host.machineId, labels: { ...host.labels } };
}

/** Of all scans; `here` where there is none. null: they differ, or it is not known. */
export function commonHost(
  entries: readonly RunEntry[],
  here: LabelledHost | null,
): HostJson | null {
  const hosts = entries.filter(hasResult).map(({ host }) => hostJson(host));
  const [first = hostJson(here), ...others] = hosts;
  const text = JSON.stringify(first);
  return others.every((host) => JSON.stringify(host) === text) ? first : null;
}
