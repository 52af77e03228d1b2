// `surfscan check`: reads what was typed and what a log accuses, and says which number led where.

import {
  accusationsAgainst,
  accusationsWithoutTarget,
  Check,
  type CheckResult,
  checkReport,
  checkText,
  concludeCheck,
  concludeStopped,
  concludeUnread,
  type KernelLog,
  type LogAccusations,
  locateFound,
  longestRequestBytes,
  mergeSuspects,
  type Probed,
  typedSuspects,
  unopenedCheckReport,
} from '../api/check.ts';
import { cleanText, type InspectedTarget, jsonText, usageError } from '../api/common.ts';
import { outputBrush } from './brush.ts';
import type { CliCheckOptions } from './check-options.ts';
import { checkProgress } from './check-progress.ts';
import { checkStatus, EXIT } from './exit-status.ts';
import { type JsonOutput, openJsonOutput } from './json-output.ts';
import { beforeLeaving } from './leave.ts';
import { logFiles, readLogInput } from './log-input.ts';
import { assertNamesAreFound } from './names-found.ts';
import { openAll } from './open-targets.ts';
import { assertOwnOutputsFit, type Guarded, guard } from './output-guard.ts';
import { say, sayWhatIsLeft, warn } from './say.ts';
import { Stopping } from './stop-signals.ts';
import { writeReport } from './write-report.ts';

export { checkOptions } from './check-options.ts';

/** Programs that go over all inodes of a disk take their time. */
const LONG_MS = 3000;

/** Resolves to the exit status. */
export async function runCheck(options: CliCheckOptions): Promise<number> {
  const inputs = logFiles(options.log);
  assertNamesAreFound(options.target === null ? [] : [options.target], inputs, options.json);
  const stopping = new Stopping();
  const unopened = guard([], inputs);
  await assertOwnOutputsFit(unopened);
  if (options.target === null) {
    const log = await readLogInput(options, stopping);
    const accused = log === null ? null : accusationsWithoutTarget(log, options.logDevices);
    const result = accused === null ? concludeStopped(null) : concludeUnread(null, accused);
    return report(result, options, await jsonOutput(options, unopened));
  }
  const target = await opened(options.target, options, unopened, stopping);
  if (typeof target === 'number') return target;
  const guarded = { ...unopened, targets: [target] };
  await assertOwnOutputsFit(guarded);
  const ranges = typedSuspects(options.ranges.map((choose) => choose(target.device)));
  const log = options.log === null ? null : await readLogInput(options, stopping);
  if (options.log !== null && log === null) {
    const stopped = concludeStopped(target.device);
    return report(stopped, options, await jsonOutput(options, guarded));
  }
  const accused = log === null ? null : await accusedOf(target, log, options);
  const suspects = mergeSuspects([...ranges, ...(accused?.suspects ?? [])]);
  const json = await jsonOutput(options, guarded);
  if (suspects.length === 0) return report(concludeUnread(target.device, accused!), options, json);

  const longest = await longestRequestBytes(target);
  const limits = longest === undefined ? {} : { longestRequestBytes: longest };
  const check = new Check(target, suspects, { ...options.check, ...limits });
  stopping.does(() => check.stop());
  warn(target.warnings);
  const { probed, where } = await probe(target, check, stopping);
  const { device } = target;
  const result = concludeCheck({ device, suspects, accused, probed, where });
  if (probed.trouble !== null) say(cleanText(probed.trouble.message, 2000));
  const status = await report(result, options, json);
  sayWhatIsLeft(check);
  return status;
}

/** The target, or the exit status where it cannot be opened, or the end was asked for. */
async function opened(
  argument: string,
  options: CliCheckOptions,
  unopened: Guarded,
  stopping: Stopping,
): Promise<InspectedTarget | number> {
  const [target] = await openAll([argument], stopping, options.sectorSize);
  if (!('error' in target!)) return target!;
  const { device, error } = target;
  const output = await jsonOutput(options, unopened);
  if (error === null) return report(concludeStopped(device), options, output);
  say(cleanText(error.message, 2000));
  await output?.write(jsonText(unopenedCheckReport(device, error)));
  return EXIT.target;
}

function accusedOf(
  target: InspectedTarget,
  log: KernelLog,
  { logDevices, logOffset }: CliCheckOptions,
): Promise<LogAccusations> {
  const { path, sectors, logicalBytes } = target.device;
  const logOffsetLba = logOffset?.(sectors, logicalBytes) ?? null;
  if (logOffsetLba !== null && logOffsetLba >= sectors) {
    throw usageError(
      `--log-offset: LBA ${logOffsetLba} is not on ${path}: its LBAs are 0 to ${sectors - 1}`,
    );
  }
  return accusationsAgainst(target, log, { logDevices, logOffsetLba });
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

async function jsonOutput({ json }: CliCheckOptions, guarded: Guarded): Promise<JsonOutput | null> {
  return json === null ? null : openJsonOutput(json, guarded);
}

function report(result: CheckResult, options: CliCheckOptions, json: JsonOutput | null) {
  const report = {
    value: () => checkReport(result),
    words: () => checkText(result, outputBrush()),
  };
  return writeReport({ file: options.json, json, ...report }, checkStatus(result));
}
