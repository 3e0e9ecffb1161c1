import type { Failure, SourceRequest } from '../states.ts';

const CLOUDS = 'Until then the clouds dream on.';

/** Title and text by code; `message` and `name` say what came and of which file. */
const WORDS: Readonly<Record<string, (message: string, name: string) => Omit<Failure, 'code'>>> = {
  'camera-refused': () => ({
    title: 'The camera is not allowed',
    text: `Allow it with the camera sign in the address bar, and it starts by itself. ${CLOUDS}`,
  }),
  'camera-absent': () => ({
    title: 'No camera found',
    text: `Plug one in and it starts by itself, or choose clouds, a file or the screen. ${CLOUDS}`,
  }),
  'camera-busy': () => ({
    title: 'The camera is used by another app',
    text: `Close it there, and it starts here by itself. ${CLOUDS}`,
  }),
  'camera-silent': () => ({
    title: 'The camera sends no picture',
    text: `Open its shutter, plug it in again, or close other apps that use it; then try again. ${CLOUDS}`,
  }),
  'camera-unplugged': () => ({ title: 'The camera went away', text: `Plug it in again, and it goes on by itself. ${CLOUDS}` }),
  'camera-unsupported': () => ({
    title: 'The camera needs a secure address',
    text: 'Browsers give the camera only to https:// and to localhost. Open the page by one of them.',
  }),
  'screen-refused': () => ({ title: 'No screen was shared', text: `Choose a screen, window or tab when the browser asks. ${CLOUDS}` }),
  'screen-ended': () => ({ title: 'The screen is no longer shared', text: `Share it again whenever you like. ${CLOUDS}` }),
  'screen-unsupported': () => ({
    title: 'This browser cannot share a screen',
    text: 'Use your camera or a file, or open the page on a computer.',
  }),
  'file-undecodable': (message, name) => ({
    title: `“${name}” cannot be shown`,
    text: `${message} Try a JPEG, PNG or WebP picture, or an MP4 or WebM video.`,
  }),
  'file-unreachable': (message, name) => ({
    title: `“${name}” cannot be fetched`,
    text: `${message} Check the address; its site must allow other pages to read it. Or save the file and drop it here.`,
  }),
};

/** A source's failure in plain words. */
export function sourceFailure(code: string, message: string, source: SourceRequest): Failure {
  const words = WORDS[code];
  const name = source.kind === 'file' ? source.name : source.kind;
  return words ? { code, ...words(message, name) } : { code, title: 'That source cannot be shown', text: message };
}
