import { css } from 'lit';

/** A card in the middle of the stage. */
export const card = css`
  :host {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    padding: var(--space-4);
    padding-block-end: calc(var(--touch) + var(--space-7) + env(safe-area-inset-bottom));
    overflow: auto;
    pointer-events: none;
  }
  section {
    display: grid;
    justify-items: center;
    gap: var(--space-5);
    inline-size: 100%;
    max-inline-size: var(--card-width);
    padding: var(--space-6);
    text-align: center;
    pointer-events: auto;
  }
  section:focus {
    outline: none;
  }
  h1 {
    font-size: var(--text-title);
    line-height: var(--line-height-tight);
    text-wrap: balance;
  }
  p {
    text-wrap: pretty;
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: var(--space-2);
  }
  @media (max-width: 640px) {
    section {
      padding: var(--space-5);
    }
  }
`;
