import { css } from 'lit';

/** Buttons, and the ring of iris around whatever the keyboard is on. */
export const buttons = css`
  button {
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: var(--space-2);
    min-inline-size: var(--touch-inline);
    min-block-size: var(--touch);
    padding: 0 var(--space-3);
    border: 0;
    border-radius: var(--radius-round);
    background: transparent;
    color: var(--ink);
    font: inherit;
    white-space: nowrap;
    cursor: pointer;
    touch-action: manipulation;
    -webkit-tap-highlight-color: transparent;
    transition: background-color var(--quick) var(--ease);
  }
  button.round {
    padding: 0;
  }
  button.outlined {
    padding-inline: var(--space-4);
    box-shadow: inset 0 0 0 1px var(--line);
  }
  @media (hover: hover) {
    button:hover {
      background-color: var(--hover);
    }
  }
  button:active {
    background-color: var(--pressed);
  }
  button.primary {
    min-block-size: var(--space-7);
    padding-inline: var(--space-5);
    background: var(--iris);
    color: var(--night);
    font-weight: var(--weight-active);
    transition: filter var(--quick) var(--ease);
  }
  @media (hover: hover) {
    button.primary:hover {
      filter: brightness(1.08);
    }
  }
  button:focus-visible,
  summary:focus-visible {
    outline: none;
  }
  button:focus-visible::after,
  summary:focus-visible::after {
    content: '';
    position: absolute;
    inset: calc(-2 * var(--ring));
    padding: var(--ring);
    border-radius: inherit;
    background: var(--iris);
    mask:
      linear-gradient(black, black) content-box exclude,
      linear-gradient(black, black);
    pointer-events: none;
  }
  @media (forced-colors: active) {
    button:focus-visible,
    summary:focus-visible {
      outline: var(--ring) solid;
    }
  }
`;
