import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: start;
    border-radius: var(--radius-small);
    background: var(--night);
    box-shadow: inset 0 0 0 1px var(--line);
    text-align: start;
  }
  code {
    align-self: center;
    min-inline-size: 0;
    padding: var(--space-3);
    font-family: var(--mono);
    font-size: var(--text-small);
    overflow-wrap: anywhere;
    user-select: all;
  }
  /* Breaks between words, and not after the dashes of a switch. */
  code span {
    display: inline-block;
    max-inline-size: 100%;
  }
  .done {
    color: var(--iris-1);
  }
`;
