import { expect, test } from 'vitest';
import * as helpTexts from '../../../src/cli/help-texts.ts';

test.each(
  Object.entries(helpTexts),
)('%s: 80 columns, and no map is called as ddrescue’s are', (_, text) => {
  expect(text).not.toMatch(/[\w*]\.map\b/);
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
});
