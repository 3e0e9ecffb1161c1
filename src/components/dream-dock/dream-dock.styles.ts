import { css } from 'lit';

export const styles = css`
  :host {
    position: absolute;
    inset-block-end: calc(var(--space-5) + env(safe-area-inset-bottom));
    inset-inline: 0;
    display: grid;
    justify-items: center;
    pointer-events: none;
  }
  nav {
    display: flex;
    align-items: center;
    gap: var(--space-1);
    padding: var(--space-1);
    pointer-events: auto;
  }
  .rule {
    inline-size: 1px;
    block-size: var(--space-5);
    margin-inline: var(--space-1);
    background: var(--line);
  }
  button[aria-pressed='true'],
  button[aria-expanded='true'] {
    background-color: var(--pressed);
  }
  @media (max-width: 640px) {
    :host {
      inset-block-end: calc(var(--space-3) + env(safe-area-inset-bottom));
    }
    /* Nine in a row: a narrow phone has them closer together, and as tall as ever. */
    nav {
      --touch-inline: clamp(32px, (100vw - 82px) / 7, var(--touch));
      gap: 0;
    }
    .rule {
      margin-inline: 0;
    }
  }
`;
