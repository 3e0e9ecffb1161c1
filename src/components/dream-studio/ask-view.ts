import { type TemplateResult, html } from 'lit';

/** What a person can answer. */
interface Answers {
  readonly keep: () => void;
  readonly lose: () => void;
}

/**
 * Asks before a dream is lost.
 * @param running whether it is still being dreamt, else it is done and not saved
 * @param other the name of the picture that would take its place; `null` when the studio would be closed
 */
export function askView(running: boolean, other: string | null, { keep, lose }: Answers): TemplateResult {
  const lost = running ? 'What it has dreamt so far would be lost.' : 'It is not saved yet, and would be lost.';
  const then = other === null ? 'close' : 'take the new picture';
  return html`<div class="ask" role="alertdialog" aria-labelledby="asked" aria-describedby="lost">
    <h3 id="asked">${running ? 'Stop this dream?' : 'Leave this dream?'}</h3>
    <p id="lost" class="soft">${lost} ${other === null ? '' : `“${other}” would take its place.`}</p>
    <footer>
      <button class="primary" autofocus @click=${keep}>${running ? 'Keep dreaming' : 'Stay'}</button>
      <button class="outlined" @click=${lose}>${running ? 'Stop' : 'Leave it'} and ${then}</button>
    </footer>
  </div>`;
}
