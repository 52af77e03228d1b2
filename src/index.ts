// The library: everything that the command line uses, and all that another program may rely on. A
// command loads only the parts that it needs.

export * from './api/bench.ts';
export * from './api/check.ts';
export * from './api/common.ts';
export * from './api/list.ts';
export * from './api/report.ts';
export * from './api/scan.ts';
export * from './api/targets.ts';
export * from './api/threads.ts';
