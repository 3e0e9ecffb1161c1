import { type TemplateResult, html } from 'lit';
import type { StillOrder } from '../../streams/index.ts';

/** What a person is asked about first, as it would lose a dream: closing, another picture, or another run. */
export type Asking =
  { readonly kind: 'close' } | { readonly kind: 'replace'; readonly file: File } | { readonly kind: 'run'; readonly order: StillOrder };

/** What a person can answer. */
interface Answers {
  readonly keep: () => void;
  readonly lose: () => void;
}

/** What would be done instead of keeping a dream. */
interface Instead {
  /** As the second half of a button: `Leave it and …`. */
  readonly then: string;
  /** A sentence on what would take the dream's place; empty where nothing does. */
  readonly place: string;
}

/** Asks before a dream is lost. @param running whether it is still being dreamt, else it is done and not saved */
export function askView(running: boolean, asking: Asking, { keep, lose }: Answers): TemplateResult {
  const { then, place } = insteadOf(asking);
  const lost = running ? 'What it has dreamt so far would be lost.' : 'It is not saved yet, and would be lost.';
  return html`<div class="ask" role="alertdialog" aria-modal="true" aria-labelledby="asked" aria-describedby="lost">
    <h3 id="asked">${running ? 'Stop this dream?' : 'Leave this dream?'}</h3>
    <p id="lost" class="soft">${lost} ${place}</p>
    <footer>
      <button class="primary" @click=${keep}>${running ? 'Keep dreaming' : 'Stay'}</button>
      <button class="outlined" @click=${lose}>${running ? 'Stop' : 'Leave it'} and ${then}</button>
    </footer>
  </div>`;
}

/** What would happen instead of keeping a dream, and what takes its place, in words. */
function insteadOf(asking: Asking): Instead {
  switch (asking.kind) {
    case 'close':
      return { then: 'close', place: '' };
    case 'replace':
      return { then: 'take the new picture', place: `“${asking.file.name}” would take its place.` };
    case 'run':
      return asking.order.from === 'result'
        ? { then: 'dream on', place: 'What comes of it would take its place.' }
        : { then: 'dream anew', place: `“${asking.order.name}” would begin again from the picture.` };
    default:
      return asking satisfies never;
  }
}
