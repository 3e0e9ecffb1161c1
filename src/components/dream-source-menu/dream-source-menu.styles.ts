import { css } from 'lit';

export const styles = css`
  wa-dropdown {
    --show-duration: var(--quick);
    --hide-duration: var(--quick);
  }
  wa-dropdown::part(menu) {
    min-inline-size: 240px;
    padding: var(--space-2);
    background: var(--glass-solid);
  }
  wa-dropdown-item {
    min-block-size: var(--touch);
    padding-block: var(--space-1);
    font-size: var(--text);
  }
  .chevron {
    display: inline-flex;
  }
  .chevron svg {
    inline-size: var(--space-4);
    block-size: var(--space-4);
    color: var(--ink-soft);
  }
  .name {
    max-inline-size: 16ch;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  @media (prefers-reduced-motion: reduce) {
    wa-dropdown {
      --show-duration: 0ms;
      --hide-duration: 0ms;
    }
  }
  @media (max-width: 640px) {
    button {
      padding: 0 var(--space-2);
      gap: var(--space-1);
    }
    .name {
      display: none;
    }
  }
`;
