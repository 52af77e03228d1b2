// Every form of line that is understood, and what it says.

import { ABOVE_FORMS } from './forms/above.ts';
import type { Form } from './forms/form.ts';
import { FREEBSD_FORMS } from './forms/freebsd.ts';
import { FREEBSD_OLD_FORMS } from './forms/freebsd-old.ts';
import { LINUX_FORMS } from './forms/linux.ts';
import { LINUX_OLD_FORMS } from './forms/linux-old.ts';
import { LINUX_SCSI_FORMS } from './forms/linux-scsi.ts';
import { REPORT_FORMS } from './forms/reports.ts';
import { TABLE_FORMS } from './forms/tables.ts';

export type { Form } from './forms/form.ts';
export { NOISE, PREFIXES } from './forms/prefixes.ts';

export const FORMS: readonly Form[] = [
  ...[...FREEBSD_FORMS, ...FREEBSD_OLD_FORMS],
  ...[...LINUX_FORMS, ...LINUX_SCSI_FORMS, ...LINUX_OLD_FORMS, ...ABOVE_FORMS],
  ...[...REPORT_FORMS, ...TABLE_FORMS],
];
