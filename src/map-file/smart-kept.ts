// What the drive counted before a scan and after it, as the state keeps it.

import { usageError } from '../vocabulary/errors.ts';
import type { SmartAnswer, SmartAnswers } from '../vocabulary/smart.ts';
import { cleanText } from '../vocabulary/text.ts';
import type { Fields } from './fields.ts';

const MOST_COUNTERS = 32;
const MOST_NAME = 40;
const MOST_WHY = 480;
const COLDEST_C = -100;
const HOTTEST_C = 200;

/** As JSON; cut where it is too long. */
export function packSmart({ before, after }: SmartAnswers): object {
  return { before: packed(before), after: packed(after) };
}

function packed(answer: SmartAnswer): object {
  if ('whyNot' in answer) return { whyNot: cleanText(answer.whyNot, MOST_WHY) };
  const { asked, counters, ...rest } = answer;
  const kept = [...counters].slice(0, MOST_COUNTERS);
  return { asked: asked.toISOString(), ...rest, counters: kept };
}

/** Throws ERR_USAGE that names the field that is wrong. */
export function smartOf(fields: Fields | null): SmartAnswers | null {
  if (fields === null) return null;
  return { before: answerOf(fields.object('before')), after: answerOf(fields.object('after')) };
}

function answerOf(fields: Fields): SmartAnswer {
  const whyNot = fields.optionalText('whyNot', MOST_WHY);
  if (whyNot !== null) return { whyNot };
  return {
    asked: new Date(fields.time('asked')),
    exitStatus: fields.whole('exitStatus', 0, 255),
    passed: fields.flagOrNull('passed'),
    temperatureC: fields.optionalWhole('temperatureC', COLDEST_C, HOTTEST_C),
    powerOnHours: fields.optionalWhole('powerOnHours'),
    counters: new Map(fields.list('counters', MOST_COUNTERS).map(counterOf)),
  };
}

function counterOf(entry: unknown): readonly [string, number] {
  const [name, count, ...more] = Array.isArray(entry) ? entry : [];
  const isNamed = typeof name === 'string' && name !== '' && cleanText(name, MOST_NAME) === name;
  if (isNamed && Number.isSafeInteger(count) && count >= 0 && more.length === 0) {
    return [name, count];
  }
  throw usageError('state.smart.counters: expected [name, count]');
}
