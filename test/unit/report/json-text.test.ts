// JSON as it is written: indented by two, ended, and nothing in it steers a terminal.

import { expect, test } from 'vitest';
import { jsonText } from '../../../src/report/json-text.ts';

test('is indented by two, and has an end', () => {
  expect(jsonText({ a: [1, { b: null }] })).toBe(
    '{\n  "a": [\n    1,\n    {\n      "b": null\n    }\n  ]\n}\n',
  );
});

test('what steers a terminal is escaped, and reads back as it was', () => {
  const text = 'a\u007fb\u0085c\u200ed\u2028e\u{e0001}f\u001b';
  const json = jsonText(text);
  expect(json).toBe('"a\\u007fb\\u0085c\\u200ed\\u2028e\\udb40\\udc01f\\u001b"\n');
  expect(JSON.parse(json)).toBe(text);
});
