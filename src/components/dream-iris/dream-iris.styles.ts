import { css } from 'lit';

export const styles = css`
  :host {
    display: inline-grid;
    position: relative;
    inline-size: var(--iris-size);
    block-size: var(--iris-size);
  }
  .glow,
  .eye,
  .ring {
    grid-area: 1 / 1;
    inline-size: 100%;
    block-size: 100%;
  }
  .eye,
  .glow {
    scale: 0.8;
    border-radius: 50%;
    background: var(--iris-round);
    mask-image:
      radial-gradient(closest-side, transparent 31%, black 34% 46%, rgb(0 0 0 / 0.85) 58% 82%, black 92% 96%, transparent 99%),
      repeating-conic-gradient(
        black 0 1.1deg,
        rgb(0 0 0 / 0.35) 2.2deg 2.9deg,
        rgb(0 0 0 / 0.8) 4deg 4.6deg,
        rgb(0 0 0 / 0.5) 6.2deg 6.428deg
      ),
      repeating-conic-gradient(from 1deg, rgb(0 0 0 / 0.8), black 7deg, rgb(0 0 0 / 0.86) 13deg, rgb(0 0 0 / 0.8) 18deg);
    mask-composite: intersect;
  }
  .glow {
    mask-image: radial-gradient(closest-side, transparent 30%, black 60%, transparent);
    filter: blur(24px);
    opacity: 0.6;
  }
  .eye {
    animation: breathe var(--breath) ease-in-out infinite alternate;
  }
  .glow {
    animation: glow var(--breath) ease-in-out infinite alternate;
  }
  .ring {
    rotate: -90deg;
    overflow: visible;
  }
  .ring circle {
    fill: none;
    stroke-width: 1.5;
  }
  .ring .all {
    stroke: var(--line);
  }
  .ring .done {
    stroke: url(#iris);
    stroke-linecap: round;
    transition: stroke-dashoffset var(--slow) linear;
  }
  @keyframes breathe {
    from {
      scale: 0.72;
      rotate: -4deg;
    }
    to {
      scale: 0.82;
      rotate: 4deg;
    }
  }
  @keyframes glow {
    from {
      opacity: 0.3;
    }
    to {
      opacity: 0.75;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .eye {
      animation: none;
    }
  }
`;
