// Signals that come before the command has begun: it finds them when it does, and ends as it ends by any.

export const STOP_SIGNALS = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGALRM',
  'SIGUSR2',
] as const;

/** By performance.now(); null: none came. */
let heardMs: number | null = null;

function hear(): void {
  heardMs ??= performance.now();
}

/** Of a command that takes them up (Stopping): what it loads and asks before that takes seconds at worst. */
export function hearStops(): void {
  for (const signal of STOP_SIGNALS) process.on(signal, hear);
}

/** When the first came, null: none; from now on another listens. */
export function takeHeardStop(): number | null {
  for (const signal of STOP_SIGNALS) process.off(signal, hear);
  return heardMs;
}
