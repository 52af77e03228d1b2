// `surfscan check`: reads what was typed and what a log accuses, and says which number led where.

import {
  type Charge,
  Check,
  type CheckResult,
  chargeAgainst,
  chargeWithoutTarget,
  checkReport,
  checkText,
  concludeCheck,
  concludeStopped,
  concludeUnread,
  type KernelLog,
  locateFound,
  mergeSuspects,
  type Probed,
  typedSuspects,
  unopenedCheckReport,
} from '../api/check.ts';
import {
  cleanText,
  type InspectedTarget,
  jsonText,
  SurfscanError,
  usageError,
} from '../api/common.ts';
import { inspectTarget } from '../api/targets.ts';
import { outputBrush } from './brush.ts';
import type { CliCheckOptions } from './check-options.ts';
import { checkProgress } from './check-progress.ts';
import { checkStatus, EXIT } from './exit-status.ts';
import {
  assertOutputIsNoInput,
  assertOutputIsNoTarget,
  type JsonOutput,
  openJsonOutput,
} from './json-output.ts';
import { beforeLeaving } from './leave.ts';
import { logFiles, readLogInput } from './log-input.ts';
import { isWritten, say } from './say.ts';
import { Stopping } from './stop-signals.ts';
import { writeAll } from './terminal-output.ts';
import { unknownDevice } from './unopened-target.ts';
import { lostName, lostTarget, lostWords } from './working-directory.ts';

export { checkOptions } from './check-options.ts';

/** Programs that go over all inodes of a disk take their time. */
const LONG_MS = 3000;

/** Resolves to the exit status. */
export async function runCheck(options: CliCheckOptions): Promise<number> {
  const inputs = logFiles(options.log);
  assertNamesAreFound(options, inputs);
  assertOutputIsNoInput(inputs);
  if (options.target === null) {
    const log = await readLogInput(options.log!, new Stopping());
    if (log === null)
      return report(concludeStopped(null), options, jsonOutput(options, [], inputs));
    const charge = chargeWithoutTarget(log, options.logDevices);
    return report(concludeUnread(null, charge), options, jsonOutput(options, [], inputs));
  }
  const target = await opened(options.target, options, inputs);
  if (typeof target === 'number') return target;
  assertOutputIsNoTarget([target]);
  const ranges = typedSuspects(options.ranges.map((choose) => choose(target.device)));
  const stopping = new Stopping();
  const log = options.log === null ? null : await readLogInput(options.log, stopping);
  if (options.log !== null && log === null) {
    const stopped = concludeStopped(target.device);
    return report(stopped, options, jsonOutput(options, [target], inputs));
  }
  const charge = log === null ? null : await chargeOf(target, log, options);
  const suspects = mergeSuspects([...ranges, ...(charge?.suspects ?? [])]);
  const json = jsonOutput(options, [target], inputs);
  if (suspects.length === 0) return report(concludeUnread(target.device, charge!), options, json);

  const check = new Check(target, suspects, options.check);
  stopping.does(() => check.stop());
  for (const warning of target.warnings) say(`WARNING: ${cleanText(warning, 2000)}`);
  const { probed, where } = await probe(target, check, stopping);
  const { device } = target;
  const result = concludeCheck({ device, suspects, charge, probed, where });
  if (probed.trouble !== null) say(cleanText(probed.trouble.message, 2000));
  const status = report(result, options, json);
  if (check.leftReadBehind) {
    say('waiting for the disk: the system lets no process go before its read returns');
  }
  return status;
}

function assertNamesAreFound({ target, json }: CliCheckOptions, inputs: readonly string[]): void {
  const files = json === null || json === '-' ? inputs : [...inputs, json];
  const lost = lostTarget(target === null ? [] : [target]) ?? lostName(files);
  if (lost !== undefined) throw usageError(lostWords(lost));
}

/** The target, or the exit status where it cannot be opened. */
async function opened(
  argument: string,
  options: CliCheckOptions,
  inputs: readonly string[],
): Promise<InspectedTarget | number> {
  const { sectorSize } = options;
  try {
    return await inspectTarget(argument, sectorSize === undefined ? {} : { sectorSize });
  } catch (error) {
    if (!(error instanceof SurfscanError)) throw error;
    if (error.code === 'ERR_USAGE' || error.code === 'ERR_DEFECT') throw error;
    say(cleanText(error.message, 2000));
    const unopened = unopenedCheckReport(unknownDevice(argument, error), error);
    jsonOutput(options, [], inputs)?.write(jsonText(unopened));
    return EXIT.target;
  }
}

function chargeOf(
  target: InspectedTarget,
  log: KernelLog,
  { logDevices, logOffset }: CliCheckOptions,
): Promise<Charge> {
  const { path, sectors, logicalBytes } = target.device;
  const logOffsetLba = logOffset?.(sectors, logicalBytes) ?? null;
  if (logOffsetLba !== null && logOffsetLba >= sectors) {
    throw usageError(
      `--log-offset: LBA ${logOffsetLba} is not on ${path}: its LBAs are 0 to ${sectors - 1}`,
    );
  }
  return chargeAgainst(target, log, { logDevices, logOffsetLba });
}

/** Who asks for the end does not wait for programs that look up files, either. */
async function probe(target: InspectedTarget, check: Check, stopping: Stopping) {
  const end = checkProgress(check);
  let probed: Probed;
  try {
    probed = await check.run();
  } finally {
    end();
  }
  const nowhere = { probed, where: [] };
  if (!probed.complete) return nowhere;
  // However we leave: a program that goes over the inodes of a dying disk must not go on without us.
  const lookUp = new AbortController();
  const forgetWish = beforeLeaving(() => lookUp.abort());
  const stopped = new Promise<typeof nowhere>((resolve) => {
    stopping.does(() => {
      lookUp.abort();
      resolve(nowhere);
    });
  });
  const isLong = setTimeout(
    () => say('looking up whose the sectors are; Ctrl-C leaves it out'),
    LONG_MS,
  );
  const located = locateFound(target, probed, lookUp.signal).then((where) => ({ probed, where }));
  return Promise.race([located, stopped]).finally(() => {
    clearTimeout(isLong);
    forgetWish();
  });
}

function jsonOutput(
  { json }: CliCheckOptions,
  targets: readonly InspectedTarget[],
  inputs: readonly string[],
): JsonOutput | null {
  return json === null ? null : openJsonOutput(json, targets, inputs);
}

function report(result: CheckResult, options: CliCheckOptions, json: JsonOutput | null): number {
  const text = jsonText(checkReport(result));
  const kept = [
    json === null || isWritten(() => json.write(text)),
    options.json === '-' || isWritten(() => writeAll(1, checkText(result, outputBrush()))),
  ].every(Boolean);
  const status = checkStatus(result);
  if (kept || status === EXIT.unfit || status === EXIT.defect) return status;
  return EXIT.target;
}
