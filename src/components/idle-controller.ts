import type { ReactiveController, ReactiveElement } from 'lit';

/** How long after the last movement the controls go, in milliseconds. */
export const IDLE_AFTER = 3000;

/** How soon to look again when a control is still in use by then, in milliseconds. */
const LOOK_AGAIN = 500;

const MOVEMENTS = ['pointermove', 'pointerdown', 'pointerup', 'keydown', 'wheel', 'focusin', 'drop'] as const;

/**
 * Tells its element when nobody has moved for 3 s. The wait is an animation without keyframes, run by the page's own clock: it is the
 * quiet part of the fade that follows.
 */
export class IdleController implements ReactiveController {
  readonly #host: ReactiveElement;
  readonly #inUse: () => boolean;
  #wait: Animation | undefined;
  #awake = true;
  #pointer = '';

  /** @param inUse whether a control is being used just now: then nothing goes, however long it takes */
  constructor(host: ReactiveElement, inUse: () => boolean) {
    this.#host = host;
    this.#inUse = inUse;
    host.addController(this);
  }

  /** Whether somebody is there: a moment ago a pointer, a finger or a key moved, or a control is in use. */
  get awake(): boolean {
    return this.#awake;
  }

  hostConnected(): void {
    this.#wait = this.#host.animate([], { duration: IDLE_AFTER, id: 'idle' });
    this.#wait.addEventListener('finish', this.#over);
    for (const name of MOVEMENTS) window.addEventListener(name, this.#moved, { passive: true });
  }

  hostDisconnected(): void {
    this.#wait?.cancel();
    for (const name of MOVEMENTS) window.removeEventListener(name, this.#moved);
  }

  readonly #moved = (event: Event): void => {
    if (event.type === 'pointermove' && event instanceof PointerEvent && this.#rests(event)) return;
    this.#waitFrom(0);
    if (this.#awake) return;
    this.#awake = true;
    this.#host.requestUpdate();
  };

  /** A browser says `pointermove` also when the page moves under a resting pointer: that is no movement. */
  #rests({ clientX, clientY }: PointerEvent): boolean {
    const pointer = `${String(clientX)} ${String(clientY)}`;
    const rests = pointer === this.#pointer;
    this.#pointer = pointer;
    return rests;
  }

  readonly #over = (): void => {
    if (this.#inUse()) {
      this.#waitFrom(IDLE_AFTER - LOOK_AGAIN);
      return;
    }
    this.#awake = false;
    this.#host.requestUpdate();
  };

  #waitFrom(time: number): void {
    if (!this.#wait) return;
    this.#wait.currentTime = time;
    this.#wait.play();
  }
}
