import { chromiumFlags } from './chromium-flags.js';
import { findChromium } from './find-chromium.js';

/** Playwright's launch options for the Chromium that tests run in. Where none is installed yet, Playwright's own is meant.
 * @param {import('./chromium-flags.js').FlagChoice} [choice]
 * @returns {{ executablePath?: string, args: string[] }} */
export function chromiumLaunch(choice) {
  const executablePath = findChromium();
  return { ...(executablePath === null ? {} : { executablePath }), args: chromiumFlags(choice) };
}
