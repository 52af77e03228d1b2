// What the process apart is asked. Arguments and answers are plain data. Each is loaded when it is asked.

import { factsOf } from './error-facts.ts';

export const answers = {
  async list() {
    const { listDisks } = await import('../api/list.ts');
    return (await listDisks()).map(({ error, ...disk }) =>
      error === undefined ? disk : { ...disk, error: factsOf(error) },
    );
  },
};

export type Answers = typeof answers;
