import { css } from 'lit';

/** A menu that opens from a button. */
export const menu = css`
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
  @media (prefers-reduced-motion: reduce) {
    wa-dropdown {
      --show-duration: 0ms;
      --hide-duration: 0ms;
    }
  }
`;
