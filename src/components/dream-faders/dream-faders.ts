import '@awesome.me/webawesome/dist/components/slider/slider.js';
import { LitElement, type TemplateResult, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { LayerInfo, LayerWeights, LayersSetting } from '../../streams/index.ts';
import { base } from '../shared/base.styles.ts';
import { inWords } from '../dream-panel/number-scale.ts';
import { styles } from './dream-faders.styles.ts';
import { shownLayers, strongest, withWeight } from './weights.ts';

/** Somebody moved a fader. */
export class WeightsEvent extends Event {
  readonly weights: LayerWeights;

  constructor(weights: LayerWeights) {
    super('weights');
    this.weights = weights;
  }
}

/**
 * The look as faders, one a layer, from fine grain to whole things.
 * @event weights - A fader moved (`WeightsEvent`).
 */
@customElement('dream-faders')
export class DreamFaders extends LitElement {
  static override readonly styles = [base, styles];

  @property({ attribute: false }) accessor setting: LayersSetting | undefined;
  @property({ attribute: false }) accessor layers: readonly LayerInfo[] = [];
  @property({ attribute: false }) accessor weights: LayerWeights = {};

  /** Whether something else says what to climb: then no fader moves. */
  @property({ type: Boolean }) accessor idle = false;

  /** The layer that is being looked at. */
  @state() private accessor near: string | null = null;

  override render(): TemplateResult {
    const layers = shownLayers(this.layers, this.weights);
    const told = layers.find(({ name }) => name === (this.near ?? strongest(this.weights)));
    return html`<p class="told" aria-hidden="true">
        ${told ? html`<span class="soft">${told.note}</span><span class="figures">${told.name} · ${this.#inWords(told)}</span>` : nothing}
      </p>
      <div class="faders" role="group" aria-label="Look">${layers.map((layer) => this.#fader(layer))}</div>
      <div class="ends soft" aria-hidden="true"><span>Fine grain</span><span>Whole things</span></div>`;
  }

  #fader(layer: LayerInfo): TemplateResult {
    const { setting } = this;
    const near = (): void => {
      this.near = layer.name;
    };
    const move = ({ currentTarget }: Event): void => {
      // Only the slider below calls this.
      this.#move(layer, (currentTarget as HTMLElement & { readonly value: number }).value);
    };
    const weight = this.weights[layer.name] ?? 0;
    return html`<wa-slider
      class=${weight > 0 ? '' : 'off'}
      orientation="vertical"
      label=${`${layer.name}: ${layer.note}`}
      .min=${setting?.min ?? 0}
      .max=${setting?.max ?? 1}
      .step=${setting?.step ?? 0.05}
      .value=${live(weight)}
      ?disabled=${this.idle}
      @pointerenter=${near}
      @focus=${near}
      @input=${move}
    ></wa-slider>`;
  }

  #move({ name }: LayerInfo, weight: number): void {
    if (this.setting) this.dispatchEvent(new WeightsEvent(withWeight(this.weights, name, weight, this.setting.step)));
    this.near = name;
    this.requestUpdate();
  }

  #inWords({ name }: LayerInfo): string {
    return inWords(this.weights[name] ?? 0, { step: 0.01, unit: '' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'dream-faders': DreamFaders;
  }
}
