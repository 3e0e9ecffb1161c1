import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
  }
  article {
    display: grid;
    grid-template-columns: auto 1fr auto;
    column-gap: var(--space-3);
    row-gap: var(--space-1);
    padding: var(--space-3);
    padding-inline-start: var(--space-4);
  }
  .mark {
    padding-block-start: var(--space-3);
  }
  .warn .mark {
    color: var(--warn);
  }
  .error .mark {
    color: var(--record);
  }
  .info .mark {
    color: var(--iris-1);
  }
  h2 {
    align-self: center;
    padding-block: var(--space-2);
    font-weight: var(--weight-active);
    line-height: var(--line-height-tight);
  }
  .rest {
    grid-column: 2 / -1;
    display: grid;
    gap: var(--space-3);
    padding-inline-end: var(--space-2);
    padding-block-end: var(--space-2);
  }
  .rest p {
    color: var(--ink-soft);
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
`;
