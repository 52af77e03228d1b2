import { expect, test } from 'vitest';
import { progressSignal } from '../../../src/cli/progress-signal.ts';

test('SIGINFO where the system has it, else SIGUSR1', () => {
  expect(progressSignal({ SIGINFO: 29, SIGUSR1: 30 })).toBe('SIGINFO');
  expect(progressSignal({ SIGUSR1: 10 })).toBe('SIGUSR1');
});
