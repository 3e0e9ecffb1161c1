import { css } from 'lit';

export const styles = css`
  :host {
    display: block;
    position: absolute;
    inset: 0;
    overflow: hidden;
    background: var(--night);
  }
  canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    object-fit: cover;
    transition: opacity var(--dream-fade) ease-in-out;
  }
  .waiting,
  .leaving {
    opacity: 0;
  }
`;
