import { css } from 'lit';

export const styles = css`
  :host {
    position: absolute;
    inset: 0;
    animation: come var(--slow) var(--ease);
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr) var(--panel-width);
    gap: var(--space-4);
    block-size: 100%;
    padding: var(--space-4);
    padding-block-start: calc(var(--space-4) + env(safe-area-inset-top));
    padding-block-end: calc(var(--space-4) + env(safe-area-inset-bottom));
    padding-inline-end: calc(var(--space-4) + env(safe-area-inset-right));
    background: var(--curtain);
  }
  section:focus {
    outline: none;
  }
  .stage {
    display: grid;
    min-inline-size: 0;
    min-block-size: 0;
    /* Clear of the whisper's line above. */
    padding-block-start: calc(var(--touch) + var(--space-2));
  }
  .empty {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: var(--space-4);
    inline-size: 100%;
    block-size: 100%;
    border-radius: var(--radius);
    color: var(--ink-soft);
    white-space: normal;
  }
  .empty p {
    margin-block-start: var(--space-4);
  }
  /* Nothing is blurred here: each step of the dream would have the GPU blur anew. */
  aside.glass {
    align-self: start;
    background: var(--glass-solid);
    backdrop-filter: none;
    display: grid;
    /* As wide as the panel: else a long name would widen it. */
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: auto minmax(0, 1fr) auto;
    max-block-size: 100%;
    min-block-size: 0;
    overflow: hidden;
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: var(--space-2) var(--space-2) 0 var(--space-5);
  }
  h2,
  h3,
  .far {
    font-size: var(--text-large);
    font-weight: var(--weight-active);
    line-height: var(--line-height-tight);
  }
  /* What it asks stands in its place; what was there stays as it was. */
  .body {
    display: contents;
  }
  .body[hidden] {
    display: none;
  }
  .scroll {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--space-4);
    align-content: start;
    padding: var(--space-2) var(--space-5) var(--space-4);
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  footer {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    padding: var(--space-4) var(--space-5) var(--space-5);
    border-block-start: 1px solid var(--line);
  }
  footer button {
    flex: 1 1 auto;
  }
  footer .primary {
    flex-basis: 100%;
  }
  button:disabled {
    opacity: 0.7;
    cursor: progress;
  }
  .row,
  .about {
    display: flex;
    justify-content: space-between;
    gap: var(--space-3);
  }
  .about span:first-child {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .about .figures {
    flex: none;
  }
  .small,
  .note,
  .left-out {
    font-size: var(--text-small);
  }
  fieldset {
    display: grid;
    gap: var(--space-1);
    min-inline-size: 0;
    margin: 0 calc(-1 * var(--space-3));
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0 var(--space-3) var(--space-1);
    color: var(--ink-soft);
    font-size: var(--text-small);
  }
  .recipe {
    position: relative;
    display: grid;
    gap: 2px;
    min-block-size: var(--touch);
    padding: var(--space-2) var(--space-3);
    border-radius: var(--radius-small);
    cursor: pointer;
    transition: background-color var(--quick) var(--ease);
  }
  .recipe .note {
    line-height: var(--line-height-tight);
    text-wrap: pretty;
  }
  .recipe.chosen {
    background: var(--hover);
  }
  .recipe.chosen .name {
    font-weight: var(--weight-active);
  }
  .recipe.chosen::after,
  .recipe:focus-within:has(:focus-visible)::after {
    content: '';
    position: absolute;
    inset: 0;
    padding: var(--ring);
    border-radius: inherit;
    background: var(--iris);
    mask:
      linear-gradient(black, black) content-box exclude,
      linear-gradient(black, black);
    pointer-events: none;
  }
  .recipe.chosen::after {
    padding: 1px;
  }
  .recipe:focus-within:has(:focus-visible)::after {
    padding: var(--ring);
  }
  .recipe input {
    position: absolute;
    opacity: 0;
  }
  @media (hover: hover) {
    .recipe:hover {
      background: var(--hover);
    }
  }
  wa-select {
    font-size: var(--text);
  }
  wa-select::part(listbox) {
    background: var(--glass-solid);
  }
  .run,
  .outcome,
  .failure {
    display: grid;
    gap: var(--space-3);
  }
  .failure {
    grid-template-columns: auto 1fr;
    column-gap: var(--space-3);
    row-gap: var(--space-1);
  }
  .failure p {
    grid-column: 2;
    text-wrap: pretty;
  }
  .mark {
    color: var(--warn);
  }
  .bar {
    position: relative;
    block-size: var(--track);
    border-radius: var(--radius-round);
    background: var(--line);
    overflow: hidden;
  }
  .bar span {
    display: block;
    block-size: 100%;
    border-radius: inherit;
    background: var(--iris);
    transition: inline-size var(--slow) linear;
  }
  .bar.waiting::after {
    content: '';
    position: absolute;
    inset: 0;
    background: var(--iris);
    animation: wait calc(var(--breath) / 2) ease-in-out infinite alternate;
  }
  .paused .bar span {
    filter: grayscale(1);
  }
  figure {
    display: grid;
    gap: var(--space-2);
    margin: var(--space-2) 0 0;
    padding: var(--space-3);
    border-radius: var(--radius-small);
    background: var(--hover);
    font-size: var(--text-small);
  }
  svg[role='img'] {
    inline-size: 100%;
    block-size: var(--curve);
    overflow: visible;
  }
  polyline {
    fill: none;
    stroke: var(--iris-1);
    stroke-width: 1.5;
    stroke-linejoin: round;
    stroke-linecap: round;
    vector-effect: non-scaling-stroke;
  }
  .left-out {
    display: grid;
    gap: var(--space-1);
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .note:empty {
    display: none;
  }
  .ask {
    display: grid;
    grid-row: 2 / -1;
    gap: var(--space-2);
    padding-block-start: var(--space-2);
  }
  .ask h3,
  .ask p {
    padding-inline: var(--space-5);
    text-wrap: pretty;
  }
  .ask footer {
    margin-block-start: var(--space-3);
  }
  .spoken {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @keyframes come {
    from {
      opacity: 0;
    }
  }
  @keyframes wait {
    from {
      opacity: 0.15;
    }
    to {
      opacity: 0.6;
    }
  }
  @media (max-width: 640px) {
    section {
      grid-template-columns: minmax(0, 1fr);
      grid-template-rows: minmax(0, 1fr) auto;
      gap: var(--space-3);
      padding: var(--space-3);
      padding-block-start: calc(var(--space-3) + env(safe-area-inset-top));
      padding-block-end: calc(var(--space-3) + env(safe-area-inset-bottom));
    }
    aside.glass {
      max-block-size: 56svh;
    }
    header {
      padding-inline-start: var(--space-4);
    }
    .scroll {
      padding-inline: var(--space-4);
    }
    footer {
      padding: var(--space-3) var(--space-4) var(--space-4);
    }
    footer .primary {
      flex-basis: auto;
    }
    .ask h3,
    .ask p {
      padding-inline: var(--space-4);
    }
  }
`;
