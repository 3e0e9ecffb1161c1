// npm start: prepares the models, builds the app, serves it, prints its address and opens it in a browser.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, preview } from 'vite';
import { bestAdapter, chromiumFlags } from './chromium-flags.js';
import { requireChromium } from './find-chromium.js';
import { runStep } from './run-step.js';

const usage = `npm start -- [options]
  --chromium    open it in an installed Chromium, with the flags that WebGPU needs on this machine
  --no-open     open nothing
  --port N      serve at this port; default 4173, or the next that is free
  --host [NAME] serve to other machines too (browsers give a camera and WebGPU to https and localhost only)`;

try {
  const options = readOptions();
  if (options.help) console.log(usage);
  else await start(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

/** @typedef {ReturnType<typeof readOptions>} Options */

function readOptions() {
  const args = process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg === '--host' && !isValue(all[index + 1]) ? ['--host', '0.0.0.0'] : [arg]));
  const { values } = parseArgs({
    args,
    options: {
      chromium: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      port: { type: 'string' },
      host: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65536)) {
    throw new Error(`--port expects a number from 1 to 65535, but ${String(values.port)} came.`);
  }
  return { ...values, port };
}

/** @param {string | undefined} arg */
function isValue(arg) {
  return arg !== undefined && !arg.startsWith('--');
}

/** @param {Options} options */
async function start(options) {
  const chromium = options.chromium ? requireChromium() : null;
  if (runStep('node', ['scripts/prepare-models.js']) !== 0) throw new Error('The models could not be prepared: see above.');
  await build({ logLevel: 'warn' });
  const server = await preview({
    logLevel: 'warn',
    preview: {
      open: chromium === null && canOpen(options),
      ...(options.port === undefined ? {} : { port: options.port, strictPort: true }),
      ...(options.host === undefined ? {} : { host: options.host }),
    },
  });
  const addresses = [...(server.resolvedUrls?.local ?? []), ...(server.resolvedUrls?.network ?? [])];
  console.log(`Pareidolia is at ${addresses.join(' and at ')} (Ctrl+C ends it)`);
  if (chromium !== null) openChromium(chromium, addresses[0] ?? 'http://localhost:4173/');
}

/** @param {Options} options */
function canOpen(options) {
  if (options['no-open'] || process.env['CI']) return false;
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

/** Opens a window of its own: flags have no effect in a Chromium that runs already.
 * @param {string} program
 * @param {string} address */
function openChromium(program, address) {
  const profile = mkdtempSync(join(tmpdir(), 'pareidolia-chromium-'));
  const flags = chromiumFlags({ adapter: bestAdapter(), camera: 'real' });
  const browser = spawn(program, [...flags, `--user-data-dir=${profile}`, '--no-default-browser-check', address], { stdio: 'ignore' });
  browser.once('error', (error) => {
    console.error(`${program} could not be started: ${error.message}`);
  });
  browser.once('exit', (code) => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    if (code)
      console.error(`${program} ended with code ${code}; does this machine have a screen? The address above stays open to other browsers.`);
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.once(signal, () => {
      browser.once('exit', () => process.exit(0));
      // Nothing to wait for: its window was closed before.
      if (browser.exitCode !== null || !browser.kill()) process.exit(0);
    });
  }
}
