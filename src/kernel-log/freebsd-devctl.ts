// What the kernel sends devd(8) of a failed command: sys/cam/cam_periph.c, cam_periph_devctl_notify.

import type { Trouble } from './accusation.ts';
import { ataRequest, resultTrouble, toldLba } from './ata-commands.ts';
import { parseAcb, parseRes } from './cam-task-file.ts';
import type { LogContext } from './context.ts';
import type { Family, LogLine } from './family.ts';
import { hexBytes } from './numbers.ts';
import { exactInside, type Placed, wholeRequest } from './request.ts';
import { scsiRequest } from './scsi-commands.ts';
import { senseTrouble } from './sense.ts';

const NOTICE = /system=CAM subsystem=periph type=(error|timeout) device=([a-z]{1,16}\d{1,6}) /;
const ACB = / ACB="([\da-f ]{1,40})"/;
const RES = / RES="([\da-f ]{1,40})"/;
const CDB = / CDB="([\da-f ]{1,100})"/;
const SENSE = / scsi_sense="[\da-f]{2} ([\da-f]{2}) ([\da-f]{2}) [\da-f]{2}"/;

interface Said extends Placed {
  readonly operation: 'read' | 'write' | 'verify';
  readonly trouble: Trouble | null;
}

export class FreebsdDevctl implements Family {
  readonly keywords = ['system=CAM'];

  constructor(private readonly context: LogContext) {}

  read({ number, text }: LogLine): boolean {
    const [, type, device] = NOTICE.exec(text) ?? [];
    if (device === undefined) return false;
    const said = ataNotice(text) ?? scsiNotice(text);
    if (said === null) return false;
    const timeout: Trouble = { kind: 'timeout', words: 'timeout' };
    return this.context.ledger.accuse({
      line: number,
      text,
      format: 'freebsd-devctl',
      device,
      member: null,
      ...said,
      trouble: type === 'timeout' ? timeout : said.trouble,
    });
  }
}

function ataNotice(text: string): Said | null {
  const file = parseAcb(ACB.exec(text)?.[1] ?? '');
  const request = file === null ? null : ataRequest(file);
  if (request === null) return null;
  const result = parseRes(RES.exec(text)?.[1] ?? '');
  const lba = result === null ? null : toldLba(result, request.is28Bit);
  return {
    ...exactInside(request, lba, 'logical'),
    operation: request.operation,
    trouble: result === null ? null : resultTrouble(result),
  };
}

function scsiNotice(text: string): Said | null {
  const request = scsiRequest(hexBytes(CDB.exec(text)?.[1] ?? ''));
  if (request === null) return null;
  const placed = wholeRequest(request, 'logical');
  const [, key, asc] = SENSE.exec(text) ?? [];
  if (key === undefined) return { ...placed, operation: request.operation, trouble: null };
  // Descriptor and fixed formats keep the key in the lower half (SPC-5, 4.4).
  const number = Number.parseInt(key, 16) & 0x0f;
  const trouble = senseTrouble(
    number,
    Number.parseInt(asc!, 16),
    `sense key ${number.toString(16)}`,
  );
  return trouble === null ? null : { ...placed, operation: request.operation, trouble };
}
