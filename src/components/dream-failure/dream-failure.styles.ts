import { css } from 'lit';

export const styles = css`
  section {
    gap: var(--space-4);
  }
  .mark {
    color: var(--warn);
  }
  .mark svg {
    inline-size: var(--space-6);
    block-size: var(--space-6);
  }
  dream-command {
    inline-size: 100%;
  }
  .ways:first-of-type {
    padding-block-start: var(--space-2);
  }
`;
