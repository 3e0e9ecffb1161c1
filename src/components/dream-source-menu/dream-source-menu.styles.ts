import { css } from 'lit';

export const styles = css`
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
