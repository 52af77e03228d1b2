// smartctl's tables of LBAs, a row a line below their heads: ataprint.cpp, print_pending_defects_log;
// nvmeprint.cpp, print_error_log; scsiprint.cpp, scsiPrintPendingDefectsLPage and scsiPrintBackgroundResults.

import type { Trouble } from './accusation.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { hexNumber, wholeNumber } from './numbers.ts';
import { nvmeMediaTrouble } from './nvme-commands.ts';
import { senseTrouble } from './sense.ts';

type Row = (text: string) => { readonly lba: number | null; readonly trouble: Trouble } | null;

/** "    0        11454997800        -" */
const PENDING =
  /(?:^|[^\w.:-])\d{1,5} {2,20}(\d{1,20}) {2,12}(?:-|\d{1,8})(?!\w|-| {1,20}\w|[.:]\d)/;
/** "     1:  0xefaf7808        ,   5554" */
const SCSI_PENDING =
  /(?:^|[^\w.-])\d{1,5}: {1,4}0x([\da-f]{1,16}) {0,20}, {1,8}\d{1,8}(?!\w|[.:]\d)/;
/** "  0        359     4  0xf223  0xc502  0x000    224117514     1     -  Unrecovered Read Error" */
const NVME =
  /(?:^|[^\w.:-])\d{1,3} {1,12}\d{1,20} {1,8}[\d-]{1,5} {1,8}(?:0x[\da-f]{4}|-) {1,8}(0x[\da-f]{4}|-) {1,8}(?:0x[\da-f]{3,4}|-) {1,14}(\d{1,20}|-) {1,8}[\d-]{1,10}(?!\w|[.:]\d)/;
/** "   1 21708:31  000000002d976f8a  [3,11,0]   Require Write or Reassign Blocks command" */
const BACKGROUND =
  /(?:^|[^\w.-])\d{1,5} {1,8}\d{1,7}:\d\d {1,4}([\da-f]{16}) {1,4}\[([\da-f]),([\da-f]{1,2}),([\da-f]{1,2})\]/;

const PENDING_WORDS: Trouble = { kind: 'medium', words: 'pending defect' };

const TABLES: readonly { readonly head: RegExp; readonly row: Row }[] = [
  {
    head: /Pending Defects log \(GP Log 0x0c\)(?! (?:not )?supported)|Index {1,30}LBA {1,12}Hours/,
    row: (text) => {
      const lba = PENDING.exec(text)?.[1];
      return lba === undefined ? null : { lba: wholeNumber(lba), trouble: PENDING_WORDS };
    },
  },
  {
    head: /Pending Defect(?:s: index)?, LBA/,
    row: (text) => {
      const lba = SCSI_PENDING.exec(text)?.[1];
      return lba === undefined ? null : { lba: hexNumber(lba), trouble: PENDING_WORDS };
    },
  },
  {
    head: /Error Information \(NVMe Log 0x01|Num {1,6}ErrCount/,
    row: (text) => {
      const [, status, lba] = NVME.exec(text) ?? [];
      if (lba === undefined) return null;
      const trouble = nvmeMediaTrouble(Number(status) >> 1);
      const other: Trouble = { kind: 'other', words: 'NVMe error' };
      return { lba: trouble === null ? null : wholeNumber(lba), trouble: trouble ?? other };
    },
  },
  {
    head: /lba\(hex\) {1,8}\[sk,asc,ascq\]|Background scan results log/,
    row: (text) => {
      const [, lba, key, asc, ascq] = BACKGROUND.exec(text) ?? [];
      if (lba === undefined) return null;
      const words = `sense ${key}/${asc}/${ascq}`;
      const trouble = senseTrouble(Number.parseInt(key!, 16), Number.parseInt(asc!, 16), words);
      // Zero in a list of medium errors is a drive that does not say which sector.
      return { lba: hexNumber(lba) || null, trouble: trouble ?? { kind: 'other', words } };
    },
  },
];

/** Heads of their columns, and rows left out ("..."), stand between rows. */
const GAP_LINES = 12;

export class SmartctlTables implements Family {
  readonly keywords = [
    'Pending Defect',
    'Index ',
    'NVMe Log 0x01',
    'ErrCount',
    'sk,asc,ascq',
  ].concat('Background scan results');
  followsTo = 0;
  #row: Row | null = null;

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    const table = TABLES.find(({ head }) => head.test(text));
    if (table !== undefined) {
      this.#row = table.row;
      this.followsTo = number + GAP_LINES;
      return false;
    }
    if (number > this.followsTo) this.#row = null;
    const row = this.#row?.(text) ?? null;
    if (row === null) return false;
    this.followsTo = number + GAP_LINES;
    if (row.lba === null) return false;
    return this.context.ledger.accuse({
      line: number,
      text,
      format: 'smartctl',
      device: null,
      member: null,
      position: { unit: 'logical', from: row.lba, length: 1 },
      names: 'exact',
      request: null,
      operation: null,
      trouble: row.trouble,
    });
  }
}
