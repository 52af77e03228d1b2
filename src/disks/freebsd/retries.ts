// How often the kernel reads again what failed, before it says so: sys/cam/ata/ata_da.c, sys/cam/scsi/scsi_da.c.

import type { DiskSystem } from '../system.ts';

const LIMIT_MS = 5000;

/** Of what failed how: a medium's error ends a read of daN at once (sys/cam/scsi/scsi_all.c, asc_table 11/00:
 * SS_FATAL), one of adaN like any other does not. */
const FAILURES: ReadonlyMap<string, string> = new Map([
  ['ada', 'a read that fails'],
  ['da', 'a read that fails otherwise than by its medium'],
]);

/** For the report; null: it reads once, or does not say. It is never changed. */
export async function retriesNote(disk: string, system: DiskSystem): Promise<string | null> {
  const driver = disk.match(/^(ada|da)\d+$/)?.[1];
  if (driver === undefined) return null;
  const names = ['retry_count', 'default_timeout'].map((name) => `kern.cam.${driver}.${name}`);
  const told = await system.run('/sbin/sysctl', ['-n', ...names], LIMIT_MS).catch(() => '');
  const [, retries, seconds] = told.match(/^(\d{1,9})\n(\d{1,9})\n?$/) ?? [];
  if (retries === undefined || Number(retries) === 0) return null;
  return (
    `the kernel sends ${FAILURES.get(driver)} up to ${Number(retries) + 1} times ` +
    `(${names[0]}=${retries}), and waits up to ${seconds} s each time (${names[1]}): what a ` +
    'failed block took is the time of all of them'
  );
}
