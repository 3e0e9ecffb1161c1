import { type TemplateResult, html } from 'lit';

/** What a person can answer. */
interface Answers {
  readonly keep: () => void;
  readonly lose: () => void;
}

/** What would be done instead of keeping a dream. */
export interface Instead {
  /** As the second half of a button: `Leave it and …`. */
  readonly then: string;
  /** A sentence on what would take the dream's place; empty where nothing does. */
  readonly place: string;
}

/** Asks before a dream is lost. @param running whether it is still being dreamt, else it is done and not saved */
export function askView(running: boolean, { then, place }: Instead, { keep, lose }: Answers): TemplateResult {
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
