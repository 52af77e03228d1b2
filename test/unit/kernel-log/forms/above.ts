// To come.

import type { Form } from './form.ts';

export const ABOVE_FORMS: readonly Form[] = [];
