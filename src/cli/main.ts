#!/usr/bin/env node
// SIGUSR1 asks for progress. Node would open a debugger for it, so that is prevented before anything
// else is loaded.

process.on('SIGUSR1', () => {});

await import('./command-line.ts');
