#!/usr/bin/env node

import { isHeldByReads, keep } from './keeper.ts';
import { start } from './start.ts';

// Without a process to spare it is done in this one: a disk that hangs may hold it.
if (isHeldByReads(process.platform, process.argv.slice(2))) void keep().catch(start);
else void start();
