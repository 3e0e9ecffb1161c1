import type { Failure } from '../states.ts';

/** Title and text by code; `message` and `name` say what came and of which picture. */
const WORDS: Readonly<Record<string, (message: string, name: string) => Omit<Failure, 'code'>>> = {
  'file-undecodable': (_message, name) => ({
    title: `“${name}” is not a picture`,
    text: 'At least none that this browser can read. Choose a JPEG, PNG, WebP or AVIF.',
  }),
  'file-truncated': (_message, name) => ({
    title: `“${name}” is cut short`,
    text: 'The file ends before the picture does. Copy or download it once more, then drop it here.',
  }),
  'file-damaged': (_message, name) => ({
    title: `“${name}” cannot be read`,
    text: 'It is a picture, but damaged, or too large for this browser. Copy or download it once more, or save it smaller with a picture editor.',
  }),
  'file-unreachable': (message) => ({
    title: 'The picture cannot be fetched',
    text: `${message} Save it and drop it here instead.`,
  }),
  'picture-too-large': (message) => ({
    title: 'The picture is too large for this browser',
    text: `${message} Choose a smaller size where one is offered below, or make it smaller with a picture editor.`,
  }),
  'nothing-shown': () => ({
    title: 'There is no picture to freeze yet',
    text: 'The source has sent none. Wait until one is shown, or choose a picture.',
  }),
  'size-too-small': (message) => ({ title: 'The picture is too small to dream', text: `${message} Choose a larger one.` }),
  'size-too-large': (message) => ({
    title: 'That is too large for this graphics processor',
    text: `${message} Choose a smaller size below.`,
  }),
  'layer-unknown': (message) => ({
    title: 'The model does not have that layer',
    text: `${message} Choose another recipe below.`,
  }),
  'bad-params': (message) => ({ title: 'That recipe cannot be dreamt', text: `${message} Choose another below.` }),
  'device-lost': () => ({
    title: 'The graphics processor went away',
    text: 'What was dreamt of this still went with it; the picture is still here. Try again as soon as the live dream is back.',
  }),
  'device-failed': (message) => ({
    title: 'The graphics processor could not do it',
    text: `${message} Try again, or choose a smaller size below.`,
  }),
  'no-engine': (message) => ({ title: 'There is no graphics processor to dream with', text: message }),
  'studio-missing': () => ({ title: 'The studio could not be loaded', text: 'Check the connection and reload the page to try again.' }),
  'picture-gone': () => ({
    title: 'The picture is gone',
    text: 'It went when the dream had to start over. Choose it, or another picture, once more.',
  }),
  'worker-lost': () => ({
    title: 'The dream has stopped',
    text: 'What you see here is kept, and a still can be saved. Press “Try again” in the message, or reload the page, to dream on.',
  }),
  'worker-replaced': () => ({
    title: 'The dream had to start over',
    text: 'What was being dreamt went with it. What you had before is here; begin again when you like.',
  }),
  'worker-failed': () => ({
    title: 'The dream had to start over',
    text: 'The picture went with it. Choose it once more.',
  }),
};

/** What went wrong in the still studio, in plain words. @param name the picture's */
export function stillFailure(code: string, message: string, name: string): Failure {
  const words = WORDS[code];
  return words ? { code, ...words(message, name || 'This file') } : { code, title: 'The still could not be dreamt', text: message };
}
