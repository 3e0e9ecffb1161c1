import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { chromium } from 'playwright';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome.exe'];
const applications = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium or Chrome to run: `$PAREIDOLIA_CHROMIUM`, one that is installed, or Playwright's own.
 * @returns {string | null} the path of the program */
export function findChromium() {
  const named = process.env['PAREIDOLIA_CHROMIUM'];
  if (named !== undefined && named !== '') {
    if (runnable(named)) return named;
    throw new Error(`PAREIDOLIA_CHROMIUM is ${named}, which is not a program that can be run. Name one, or unset it.`);
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const installed = commands.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...installed, ...applications, chromium.executablePath()].find(runnable) ?? null;
}

/** As findChromium, but says what to do when there is none.
 * @returns {string} */
export function requireChromium() {
  const found = findChromium();
  if (found !== null) return found;
  throw new Error('No Chromium or Chrome was found. Install one, or name one: PAREIDOLIA_CHROMIUM=/path/to/chromium');
}

/** As findChromium, but installs one when there is none: with apt where we are root, else Playwright's.
 * @returns {string} */
export function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  console.log('No Chromium or Chrome was found: installing one.');
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    attempt('apt-get', ['update']);
    attempt('apt-get', ['install', '-y', '--no-install-recommends', 'chromium']);
  }
  if (findChromium() === null) attempt('npx', ['playwright', 'install', 'chromium']);
  return requireChromium();
}

/** @param {string} path */
function runnable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Runs a command that may fail: what counts is whether a browser is there afterwards.
 * @param {string} command
 * @param {string[]} args */
function attempt(command, args) {
  spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
