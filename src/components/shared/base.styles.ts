import { css } from 'lit';

/** What every component starts from. */
export const base = css`
  :host {
    font-family: var(--sans);
    font-size: var(--text);
    font-weight: var(--weight);
    line-height: var(--line-height);
    color: var(--ink);
    -webkit-font-smoothing: antialiased;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  h1,
  h2,
  h3,
  p {
    margin: 0;
    font: inherit;
  }
  .icon {
    display: inline-flex;
    flex: none;
  }
  .icon svg {
    inline-size: var(--icon);
    block-size: var(--icon);
    stroke-width: var(--icon-stroke);
  }
  .soft {
    color: var(--ink-soft);
  }
  .figures {
    font-variant-numeric: tabular-nums;
  }
`;

/** A sheet of glass. It fades itself: an ancestor with opacity would take its blur away. */
export const glass = css`
  .glass {
    background: var(--glass);
    backdrop-filter: var(--glass-filter);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    box-shadow: var(--shadow);
  }
  .glass.pill {
    border-radius: var(--radius-round);
  }
  .fading {
    transition: opacity var(--slow) var(--ease);
  }
  :host([asleep]) .fading {
    opacity: 0;
    pointer-events: none;
  }
  :host(:not([asleep])) .fading {
    transition-duration: var(--quick);
  }
`;
