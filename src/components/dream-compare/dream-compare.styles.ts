import { css } from 'lit';

export const styles = css`
  :host {
    display: grid;
    place-items: center;
    min-block-size: 0;
    min-inline-size: 0;
    container-type: size;
  }
  .frame {
    position: relative;
    inline-size: min(100cqi, 100cqb * var(--ratio));
    aspect-ratio: var(--ratio);
    border-radius: var(--radius-small);
    box-shadow: var(--shadow);
    overflow: hidden;
    user-select: none;
    -webkit-user-select: none;
  }
  .comparing {
    cursor: ew-resize;
    touch-action: none;
  }
  canvas {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
  }
  .comparing canvas.dream {
    clip-path: inset(0 0 0 var(--at));
  }
  .divider {
    position: absolute;
    inset-block: 0;
    inset-inline-start: clamp(var(--touch) / 2, var(--at), 100% - var(--touch) / 2);
    inline-size: var(--touch);
    margin-inline-start: calc(var(--touch) / -2);
    display: grid;
    place-items: center;
  }
  /* The line stands at the very place, the grip stays within the picture. */
  .comparing::after {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: var(--at);
    inline-size: var(--ring);
    margin-inline-start: calc(var(--ring) / -2);
    background: var(--ink);
    box-shadow: 0 0 var(--space-2) var(--veil);
    pointer-events: none;
  }
  .grip {
    z-index: 1;
    display: grid;
    place-items: center;
    inline-size: var(--touch);
    block-size: var(--touch);
    border-radius: 50%;
    background: var(--ink);
    color: var(--night);
    box-shadow: var(--shadow);
    transition: scale var(--quick) var(--ease);
  }
  .divider:focus {
    outline: none;
  }
  .divider:focus-visible .grip {
    outline: var(--ring) solid var(--iris-1);
    outline-offset: var(--ring);
  }
  .comparing:active .grip {
    scale: 0.92;
  }
  .tag {
    position: absolute;
    inset-block-end: var(--space-3);
    padding: var(--space-1) var(--space-3);
    border-radius: var(--radius-round);
    background: var(--glass-solid);
    font-size: var(--text-small);
    pointer-events: none;
  }
  .tag[hidden] {
    display: none;
  }
  .first {
    inset-inline-start: var(--space-3);
  }
  .last {
    inset-inline-end: var(--space-3);
  }
  [hidden] {
    display: none;
  }
`;
