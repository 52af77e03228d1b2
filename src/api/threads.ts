// The threads that read, to be started before it is known what.

export { WorkerPool } from '../reading/pool.ts';
