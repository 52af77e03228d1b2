import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './fixtures.ts';

export const LIMIT = { timeout: 300_000 };

export function logFile(text: string): string {
  const path = join(temporaryDirectory(), 'messages');
  writeFileSync(path, text);
  return path;
}
