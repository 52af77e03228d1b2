// What native/core/worker_shared.h says of its log-linear histogram; native.ts asserts that it does.

export const HISTOGRAM = { buckets: 4480, subBits: 7 } as const;
