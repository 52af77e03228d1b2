// What smartctl 7 says with --json=c -x, cut down to what is looked at.

import type { ProgramAnswer } from '../../../src/disks/program.ts';

type Json = Record<string, unknown>;

export const said = (json: unknown, status = 0): ProgramAnswer => ({
  stdout: Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)).toString('latin1'),
  stderr: '',
  trouble: null,
  status,
});

export function head(exitStatus = 0, messages: readonly string[] = []): Json {
  const told = messages.map((string) => ({ string, severity: 'error' }));
  return {
    json_format_version: [1, 0],
    smartctl: { version: [7, 3], argv: ['smartctl'], messages: told, exit_status: exitStatus },
  };
}

type Row = readonly [id: number, name: string, value: number, string?: string];

/** A SATA disk's. */
export function sata(rows: readonly Row[], changes: Json = {}): Json {
  const table = rows.map(([id, name, value, string = String(value)]) => ({
    id,
    name,
    value: 100,
    worst: 100,
    thresh: 0,
    raw: { value, string },
  }));
  return {
    ...head(),
    device: { name: '/dev/sda', type: 'sat', protocol: 'ATA' },
    model_name: 'WDC WD10EZEX-08WN4A0',
    serial_number: 'WD-WCC6Y0000001',
    wwn: { naa: 5, oui: 5358, id: 10217451239 },
    smart_status: { passed: true },
    temperature: { current: 36 },
    power_on_time: { hours: 12345 },
    ata_smart_attributes: { revision: 16, table },
    ata_smart_error_log: { extended: { revision: 1, count: 3 } },
    ...changes,
  };
}

export const SATA_DISK = { serial: 'WD-WCC6Y0000001', wwn: '50014ee26101eee7' };

export const SCSI: Json = {
  ...head(),
  device: { name: '/dev/sdg', type: 'scsi', protocol: 'SCSI' },
  serial_number: 'Z1Z5DWJK0000C810BZXB',
  logical_unit_id: '0x5000c500573a4d2b',
  smart_status: { passed: true },
  temperature: { current: 34, drive_trip: 68 },
  power_on_time: { hours: 43549, minutes: 33 },
  scsi_grown_defect_list: 56,
  scsi_error_counter_log: {
    read: { total_errors_corrected: 300357663, total_uncorrected_errors: 2 },
    verify: { total_uncorrected_errors: 1 },
  },
};

export const NVME: Json = {
  ...head(),
  device: { name: '/dev/nvme0', type: 'nvme', protocol: 'NVMe' },
  serial_number: 'S466NX0M776250H',
  smart_status: { passed: false, nvme: { value: 4 } },
  temperature: { current: 35 },
  power_on_time: { hours: 12798 },
  nvme_smart_health_information_log: {
    critical_warning: 4,
    temperature: 35,
    percentage_used: 3,
    media_errors: 7,
    num_err_log_entries: 62,
  },
};
