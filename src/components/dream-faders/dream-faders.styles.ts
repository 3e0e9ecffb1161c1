import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  .faders {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: 1fr;
    margin-inline: calc(-1 * var(--space-2));
  }
  wa-slider {
    --track-size: var(--track);
    --thumb-width: var(--thumb);
    --thumb-height: var(--thumb);
    position: relative;
    display: grid;
    justify-items: center;
  }
  wa-slider::part(label),
  wa-slider::part(hint) {
    display: none;
  }
  wa-slider::part(slider) {
    inline-size: var(--touch);
    padding-block: calc(var(--thumb) / 2);
    cursor: pointer;
  }
  wa-slider::part(track) {
    block-size: var(--fader);
    margin-inline: auto;
  }
  wa-slider::part(indicator) {
    background: linear-gradient(to top, var(--iris-1), var(--iris-2), var(--iris-3));
    background-size: 100% var(--fader);
    background-position: bottom;
  }
  wa-slider::part(thumb) {
    background: var(--ink);
    border: 0;
  }
  wa-slider.off::part(thumb) {
    background: var(--ink-soft);
    scale: 0.7;
  }
  @media (max-width: 640px) {
    :host {
      --fader: var(--fader-short);
    }
  }
  .ends {
    display: flex;
    justify-content: space-between;
    margin-block-start: var(--space-1);
    font-size: var(--text-small);
  }
  .told {
    display: flex;
    justify-content: space-between;
    gap: var(--space-3);
    min-block-size: calc(var(--line-height) * var(--text-small));
    margin-block-end: var(--space-2);
    font-size: var(--text-small);
  }
  .told span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .told .figures {
    flex: none;
  }
`;
