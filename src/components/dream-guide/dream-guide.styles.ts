import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    gap: var(--space-4);
  }
  canvas {
    inline-size: auto;
    max-inline-size: 100%;
    max-block-size: var(--fader);
    border-radius: var(--radius-small);
  }
  .ways {
    display: flex;
    flex-wrap: wrap;
    gap: var(--space-2);
  }
  .ways button {
    flex: 1 1 auto;
  }
  .failure {
    color: var(--warn);
    font-size: var(--text-small);
    text-wrap: pretty;
  }
`;
