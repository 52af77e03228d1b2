// What the process apart is asked. Arguments and answers are plain data.

import { type InspectedTarget, SurfscanError } from '../api/common.ts';
import { attachedFiles } from '../api/outputs.ts';
import type { MethodWanted } from '../api/scan.ts';
import { type InspectOptions, inspectTarget } from '../api/targets.ts';
import { factsOf } from './error-facts.ts';
import { assertCanBeWritten, makeFolder, writeAnew } from './file-anew.ts';
import { mapsIn } from './map-folder.ts';
import { lookAt } from './path-look.ts';

export const answers = {
  async list() {
    const { listDisks } = await import('../api/list.ts');
    return (await listDisks()).map(({ error, ...disk }) =>
      error === undefined ? disk : { ...disk, error: factsOf(error) },
    );
  },
  inspect: (target: string, options: InspectOptions) => inspectTarget(target, options),
  async chooseMethod(target: InspectedTarget, wanted: MethodWanted) {
    const { chooseMethod } = await import('../api/scan.ts');
    return chooseMethod(target, wanted);
  },
  attachedFiles: () => attachedFiles(),
  look: lookAt,
  mapsIn,
  assertCanBeWritten: (place: string) => assertCanBeWritten(place).catch(refused),
  makeFolder: (folder: string) => makeFolder(folder).catch(refused),
  writeAnew: (place: string, text: string) => writeAnew(place, text).catch(refused),
};

export type Answers = typeof answers;

/** The system said no: an error of its own that crosses to another process. */
function refused(cause: NodeJS.ErrnoException): never {
  const { code = null, syscall = null } = cause;
  throw new SurfscanError('ERR_OUTPUT', code ?? String(cause), { errno: code, syscall, cause });
}
