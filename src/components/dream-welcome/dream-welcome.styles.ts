import { css } from 'lit';

export const styles = css`
  dream-iris {
    --iris-size: 96px;
  }
  .waiting {
    min-block-size: var(--space-5);
    font-size: var(--text-small);
  }
`;
