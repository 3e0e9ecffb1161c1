import { css } from 'lit';

export const styles = css`
  :host {
    position: absolute;
    inset-block: var(--space-4);
    inset-inline-end: calc(var(--space-4) + env(safe-area-inset-right));
    inline-size: var(--panel-width);
    display: grid;
    align-items: start;
    pointer-events: none;
  }
  aside {
    display: grid;
    grid-template-rows: auto minmax(0, 1fr);
    max-block-size: 100%;
    overflow: hidden;
    pointer-events: auto;
    animation: come var(--slow) var(--ease);
  }
  header {
    display: flex;
    align-items: center;
    justify-content: space-between;
    padding: var(--space-2) var(--space-2) 0 var(--space-5);
  }
  .scroll {
    display: grid;
    gap: var(--space-5);
    padding: var(--space-2) var(--space-5) var(--space-5);
    overflow-y: auto;
    overscroll-behavior: contain;
    scrollbar-width: thin;
    scrollbar-color: var(--line) transparent;
  }
  h2 {
    font-size: var(--text-large);
    font-weight: var(--weight-active);
  }
  .written {
    display: grid;
    justify-items: start;
    gap: var(--space-2);
    margin-block-end: calc(-1 * var(--space-2));
  }
  .written p {
    margin: 0;
    font-size: var(--text-small);
  }
  .objective {
    color: var(--ink);
    overflow-wrap: anywhere;
  }
  .look h2 {
    margin-block-end: var(--space-2);
  }
  .large .head span {
    font-size: var(--text-large);
    font-weight: var(--weight-active);
  }
  .large .head output {
    color: var(--ink);
  }
  details {
    border-block-start: 1px solid var(--line);
  }
  .more {
    display: grid;
    gap: 0;
  }
  .more > h2 {
    margin-block-end: var(--space-2);
  }
  summary {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: var(--touch);
    border-radius: var(--radius-small);
    cursor: pointer;
    list-style: none;
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary .icon {
    color: var(--ink-soft);
    transition: rotate var(--quick) var(--ease);
  }
  details[open] summary .icon {
    rotate: 180deg;
  }
  details[open] summary {
    font-weight: var(--weight-active);
  }
  /* Farther from the next control than its hint is from its own. */
  .inside {
    display: grid;
    gap: var(--space-5);
    padding-block: var(--space-2) var(--space-4);
  }
  .keys {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: var(--space-2) var(--space-4);
    margin: 0;
    font-size: var(--text-small);
  }
  .keys dd {
    margin: 0;
    color: var(--ink-soft);
  }
  @keyframes come {
    from {
      opacity: 0;
      translate: var(--space-5) 0;
    }
  }
  @media (max-width: 640px) {
    :host {
      inset-block: auto calc(var(--touch) + var(--space-6) + env(safe-area-inset-bottom));
      inset-inline: var(--space-3);
      inline-size: auto;
      max-block-size: 56svh;
      grid-template-rows: minmax(0, 1fr);
    }
    aside {
      max-block-size: 56svh;
    }
    @keyframes come {
      from {
        opacity: 0;
        translate: 0 var(--space-6);
      }
    }
  }
  @media (prefers-reduced-motion: reduce) {
    summary .icon {
      transition: none;
    }
    @keyframes come {
      from {
        opacity: 0;
      }
    }
  }
`;
