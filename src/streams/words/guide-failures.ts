import type { Failure } from '../states.ts';
import { stillFailure } from './still-failures.ts';

/** What went wrong when a guide was taken, in plain words. */
export function guideFailure(code: string, message: string): Failure {
  if (code === 'nothing-shown') {
    return { code, title: 'There is nothing to take yet', text: 'The source has sent no picture. Wait until one is shown, or choose one.' };
  }
  return stillFailure(code, message, 'This file');
}
