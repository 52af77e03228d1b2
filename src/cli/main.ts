#!/usr/bin/env node

import { isHeldByReads } from './early-words.ts';
import { start } from './start.ts';

if (isHeldByReads(process.platform, process.argv.slice(2))) void keep().catch(start);
else void start();

/** Rejects without a process to spare: then it is done in this one, and a disk that hangs may hold it. */
async function keep(): Promise<never> {
  return (await import('./keeper.ts')).keep();
}
