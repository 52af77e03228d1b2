// The scan's options as the state keeps them: whatever they mean, they are of few kinds, and bounded.

import { usageError } from '../vocabulary/errors.ts';
import { cleanText } from '../vocabulary/text.ts';
import { type Fields, quoted } from './fields.ts';

export type OptionValue = string | number | boolean | null | readonly string[];

const MOST_OPTIONS = 64;
const MOST_OPTION_VALUES = 64;
const MOST_OPTION_TEXT = 240;
const OPTION_NAME = /^[a-zA-Z][a-zA-Z0-9-]{0,39}$/;

/** Throws ERR_USAGE that says what is wrong. */
export function optionsOf(fields: Fields): Readonly<Record<string, OptionValue>> {
  const all = fields.all();
  if (all.length > MOST_OPTIONS)
    throw usageError(`state.options: expected at most ${MOST_OPTIONS}`);
  return Object.fromEntries(all.map(([name, value]) => [optionName(name), optionValue(value)]));
}

function optionName(name: string): string {
  if (OPTION_NAME.test(name) && !(name in {})) return name;
  throw usageError(`state.options: ${quoted(name)} is no option's name`);
}

function optionValue(value: unknown): OptionValue {
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) {
    return value as OptionValue;
  }
  if (typeof value === 'string') return optionText(value);
  const texts = Array.isArray(value) && value.length <= MOST_OPTION_VALUES ? value : [null];
  if (texts.every((text) => typeof text === 'string')) return texts.map(optionText);
  throw usageError('state.options: expected text, numbers, true, false, null or lists of text');
}

/** An option means what it says, or nothing: it is not cut. */
function optionText(text: string): string {
  if (cleanText(text, MOST_OPTION_TEXT) === text) return text;
  throw usageError(`state.options: expected at most ${MOST_OPTION_TEXT} plain characters`);
}
