import { css } from 'lit';

/** A setting's control: its heading, slider, switch or select, and its hint. */
export const controls = css`
  .head {
    display: flex;
    justify-content: space-between;
    align-items: baseline;
    gap: var(--space-3);
  }
  .head output {
    color: var(--ink-soft);
  }
  .hint {
    color: var(--ink-soft);
    font-size: var(--text-small);
    text-wrap: pretty;
  }
  wa-slider {
    --track-size: var(--track);
    --thumb-width: var(--thumb);
    --thumb-height: var(--thumb);
    display: block;
  }
  wa-slider::part(label) {
    display: none;
  }
  wa-slider::part(slider) {
    display: grid;
    align-items: center;
    min-block-size: var(--touch);
    margin: 0 calc(var(--thumb) / 2);
    cursor: pointer;
  }
  wa-slider::part(track)::before {
    content: '';
    position: absolute;
    inset: 0 calc(var(--thumb) / -2);
    border-radius: inherit;
    background: var(--line);
  }
  wa-slider::part(track) {
    background: transparent;
  }
  wa-slider::part(indicator) {
    background: var(--iris);
    margin-inline-start: calc(var(--thumb) / -2);
  }
  wa-slider.centred::part(indicator) {
    margin-inline-start: 0;
  }
  wa-slider::part(thumb) {
    background: var(--ink);
    border: 0;
  }
  wa-switch {
    --thumb-size: 16px;
    min-block-size: var(--touch);
    align-items: center;
    font-size: var(--text);
  }
  wa-select {
    font-size: var(--text);
  }
  wa-select + .hint {
    margin-block-start: var(--space-2);
  }
  wa-select::part(listbox) {
    background: var(--glass-solid);
  }
`;
