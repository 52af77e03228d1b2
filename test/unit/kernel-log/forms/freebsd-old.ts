// To come.

import type { Form } from './form.ts';

export const FREEBSD_OLD_FORMS: readonly Form[] = [];
