import type { Failure } from '../states.ts';
import type { Browser } from './browser.ts';

/**
 * An engine's failure in plain words, with this browser's remedy.
 * @param message what the engine said; of a software adapter, its name
 * @param address of the page, for commands that open it
 */
export function engineFailure(code: string, message: string, browser: Browser, address: string): Failure {
  switch (code) {
    case 'insecure-context':
      return {
        code,
        title: 'This page needs a secure address',
        text: 'Browsers give WebGPU and the camera only to https:// and to localhost. Open the page by https, or on its own computer as http://localhost.',
      };
    case 'no-webgpu':
      return { code, title: 'This browser has no WebGPU yet', ...remedy(browser, address) };
    case 'no-adapter':
      return { code, title: 'WebGPU finds no graphics processor', ...remedy(browser, address) };
    case 'software-adapter': {
      const { text, ...rest } = remedy(browser, address);
      return {
        code,
        title: 'Dreaming without a graphics processor',
        text: `It works, but slowly, on the main processor (${message || 'software adapter'}); a small dream size helps. If this machine has a graphics processor, this wakes it. ${text}`,
        ...rest,
      };
    }
    case 'device-lost':
    case 'device-failed':
      return {
        code,
        title: 'The graphics processor does not answer',
        text: 'Reload the page. If that does not help, close the browser and open it again.',
      };
    case 'model-missing':
      return {
        code,
        title: 'A file of the model is missing',
        text: `${message} On your own copy, the command below prepares the models; then reload.`,
        copy: 'npm run models',
      };
    case 'model-corrupt':
      return {
        code,
        title: 'A file of the model is damaged',
        text: `${message} On your own copy, the command below prepares the models anew; then reload.`,
        copy: 'npm run models',
      };
    default:
      return { code, title: 'The dream could not start', text: message };
  }
}

/** What fails behind a dream that goes on. */
export function engineTrouble(code: string, message: string): Failure {
  const isModel = code === 'model-missing' || code === 'model-corrupt';
  return {
    code,
    title: isModel ? 'That layer could not be loaded' : 'That could not be dreamt',
    // A browser's own message may end without a full stop.
    text: `${message.replace(/(?<![.!?])$/, '.')} The dream goes on as before.`,
  };
}

/** For a shell: an address may hold `&` and worse, and somebody else may have written it. */
function quoted(address: string): string {
  return `'${address.replaceAll("'", '%27')}'`;
}

function remedy(browser: Browser, address: string): Pick<Failure, 'text' | 'copy'> {
  switch (browser.kind) {
    case 'chromium':
      if (!browser.linux) {
        return {
          text: 'Update the browser, turn on “Use graphics acceleration when available” at the address below, and start it again.',
          copy: 'chrome://settings/system',
        };
      }
      return {
        text: 'On Linux, Chromium keeps WebGPU behind switches. Close all its windows and start it with the command below. From your own copy of Pareidolia, “npm start -- --chromium” does that for you.',
        copy: `${browser.command} --enable-unsafe-webgpu --enable-features=Vulkan --use-angle=vulkan ${quoted(address)}`,
      };
    case 'firefox':
      return {
        text: 'Firefox has what this page needs of WebGPU from version 144 on Windows and 145 on Macs. Update it; elsewhere open the address below and set dom.webgpu.enabled to true, or use Chrome or Edge.',
        copy: 'about:config',
      };
    case 'safari':
      return {
        text: 'Safari has WebGPU from version 26. Update the system, or turn WebGPU on under Settings, Advanced, Feature Flags.',
      };
    case 'other':
      return { text: 'Open this page in a recent Chrome, Edge, Firefox or Safari.' };
    default:
      return browser.kind satisfies never;
  }
}
