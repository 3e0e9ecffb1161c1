import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Failure } from '../../streams/index.ts';
import '../dream-command/dream-command.ts';
import { type IconName, icon } from '../icons/icons.ts';
import { base, glass } from '../shared/base.styles.ts';
import { buttons } from '../shared/button.styles.ts';
import { card } from '../shared/card.styles.ts';
import { styles } from './dream-failure.styles.ts';

/** A way on from a failure. */
export interface WayOn {
  readonly label: string;
  readonly icon?: IconName;
  /** The one to take first. */
  readonly first?: boolean;
  run(): void;
}

/** What went wrong, calmly, and the ways on. */
@customElement('dream-failure')
export class DreamFailure extends LitElement {
  static override readonly styles = [base, glass, buttons, card, styles];

  @property({ attribute: false }) accessor failure: Failure | undefined;

  @property({ attribute: false }) accessor ways: readonly WayOn[] = [];

  override render(): TemplateResult | typeof nothing {
    const { failure } = this;
    if (!failure) return nothing;
    return html`<section class="glass" role="alert">
      <span class="mark">${icon('alert')}</span>
      <h1>${failure.title}</h1>
      <p class="soft">${failure.text}</p>
      ${failure.copy === undefined ? nothing : html`<dream-command .command=${failure.copy}></dream-command>`}
      ${[true, false].map((first) => this.#row(this.ways.filter((way) => (way.first ?? false) === first)))}
    </section>`;
  }

  #row(ways: readonly WayOn[]): TemplateResult | typeof nothing {
    return ways.length === 0 ? nothing : html`<div class="ways">${ways.map((way) => this.#way(way))}</div>`;
  }

  #way(way: WayOn): TemplateResult {
    return html`<button
      class=${way.first ? 'primary' : 'outlined'}
      @click=${() => {
        way.run();
      }}
    >
      ${way.icon ? icon(way.icon) : nothing}${way.label}
    </button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-failure': DreamFailure;
  }
}
