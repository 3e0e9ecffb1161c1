import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    position: fixed;
    inset: 0;
    overflow: hidden;
    background: var(--night);
  }
  :host([asleep]) {
    cursor: none;
  }
  .waiting {
    position: absolute;
    inset: 0;
    display: grid;
    align-content: center;
    justify-items: center;
    gap: var(--space-2);
    padding: var(--space-4);
    text-align: center;
    animation: appear var(--dream-fade) var(--ease);
  }
  .waiting h1 {
    margin-block-start: var(--space-5);
    font-size: var(--text-large);
  }
  .waiting p {
    min-block-size: calc(var(--line-height) * var(--text));
  }
  .drop {
    position: absolute;
    inset: var(--space-3);
    display: grid;
    place-items: center;
    border-radius: var(--radius);
    background: var(--veil);
    backdrop-filter: var(--glass-filter);
    font-size: var(--text-title);
    pointer-events: none;
    animation: appear var(--quick) var(--ease);
  }
  .drop::after {
    content: '';
    position: absolute;
    inset: 0;
    padding: var(--ring);
    border-radius: inherit;
    background: var(--iris);
    mask:
      linear-gradient(black, black) content-box exclude,
      linear-gradient(black, black);
  }
  .said {
    position: absolute;
    inset-block-end: calc(var(--touch) + var(--space-7) + env(safe-area-inset-bottom));
    inset-inline: 0;
    inline-size: fit-content;
    max-inline-size: calc(100vw - 2 * var(--space-4));
    margin-inline: auto;
    padding: var(--space-2) var(--space-4);
    animation: say 4s var(--ease) both;
    pointer-events: none;
  }
  @keyframes appear {
    from {
      opacity: 0;
    }
  }
  @keyframes say {
    0%,
    100% {
      opacity: 0;
    }
    8%,
    88% {
      opacity: 1;
    }
  }
`;
