import { LitElement, type TemplateResult, html } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { icon } from '../icons/icons.ts';
import { base } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { styles } from './dream-command.styles.ts';

/** A command to copy. Where the browser keeps the clipboard to itself the text is selected, ready for the keyboard. */
@customElement('dream-command')
export class DreamCommand extends LitElement {
  static override readonly styles = [base, buttons, styles];

  @property() accessor command = '';

  @state() private accessor copied = false;

  @query('code') private accessor code: HTMLElement | null = null;

  override render(): TemplateResult {
    return html`<code>${this.command.split(' ').map((word) => html`<span>${word}</span> `)}</code>
      <button class="round ${this.copied ? 'done' : ''}" aria-label=${this.copied ? 'Copied' : 'Copy'} @click=${this.#copy}>
        ${icon(this.copied ? 'check' : 'copy')}
      </button>`;
  }

  override willUpdate(changed: ReadonlyMap<PropertyKey, unknown>): void {
    if (changed.has('command')) this.copied = false;
  }

  readonly #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.command);
      this.copied = true;
    } catch {
      // An insecure page has no clipboard: the selection is what can be given.
      if (this.code) getSelection()?.selectAllChildren(this.code);
    }
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-command': DreamCommand;
  }
}
