import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, max-content);
    gap: var(--space-2);
    justify-items: start;
    position: absolute;
    inset-block-start: calc(var(--space-4) + env(safe-area-inset-top));
    inset-inline-start: calc(var(--space-4) + env(safe-area-inset-left));
    max-inline-size: calc(100vw - 2 * var(--space-4));
    pointer-events: none;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
    max-inline-size: 100%;
  }
  .pill {
    max-inline-size: 100%;
    display: flex;
    align-items: center;
    gap: var(--space-2);
    min-inline-size: 0;
    padding: var(--space-2) var(--space-4);
    font-size: var(--text-small);
  }
  .pill .text {
    flex: none;
  }
  .pill .detail {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .dot {
    flex: none;
    inline-size: var(--space-2);
    block-size: var(--space-2);
    border-radius: 50%;
    background: var(--iris-round);
  }
  .busy .dot {
    animation: pulse calc(var(--breath) / 4) ease-in-out infinite alternate;
  }
  .still .dot {
    background: var(--ink-soft);
  }
  .glass.stats {
    flex-wrap: wrap;
    gap: var(--space-1) var(--space-4);
    border-radius: var(--radius);
  }
  .stats span + span {
    color: var(--ink);
  }
  .stats div {
    display: flex;
    gap: var(--space-1);
    white-space: nowrap;
  }
  dl,
  dd,
  dt {
    margin: 0;
  }
  dream-notice {
    pointer-events: auto;
    inline-size: var(--notice-width);
    max-inline-size: 100%;
  }
  @keyframes pulse {
    from {
      opacity: 0.3;
    }
  }
  @media (max-width: 640px) {
    .glass.stats {
      column-gap: var(--space-3);
    }
  }
  /* Where the panel stands at the other side, and not below. */
  @media (min-width: 641px) {
    :host([beside]) {
      max-inline-size: calc(100vw - var(--panel-width) - 3 * var(--space-4));
    }
  }
`;
