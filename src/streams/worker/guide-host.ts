import type { DreamEngine, Picture8 } from '../../engine/index.ts';
import { codeOf, messageOf } from '../coded-error.ts';
import type { GuideAsk, GuideTell } from './guide-protocol.ts';
import type { StillSurroundings } from './still-host.ts';

/** The long side of a guide in pixels: about what the largest dream sees of it. */
const GUIDE_SIDE = 1024;

/** The long side of what the page shows of it. */
const SHOWN_SIDE = 320;

/** What the host needs of its worker. */
export interface GuideSurroundings extends Pick<StillSurroundings, 'frame'> {
  tell(tell: GuideTell): void;
  engine(): Pick<DreamEngine, 'setGuide'> | null;
}

/** Holds the live dream's guide, and shows it to every engine that comes. */
export class GuideHost {
  readonly #surroundings: GuideSurroundings;
  #guide: Picture8 | null = null;
  #newest = 0;

  constructor(surroundings: GuideSurroundings) {
    this.#surroundings = surroundings;
  }

  /** What is held, for a still to climb toward. */
  get guide(): Picture8 | null {
    return this.#guide;
  }

  handle(ask: GuideAsk): void {
    switch (ask.kind) {
      case 'hold':
        this.#newest = ask.id;
        void this.#hold(ask.id, ask.picture);
        return;
      case 'forget':
        this.#newest = 0;
        this.#guide = null;
        this.#surroundings.engine()?.setGuide(null);
        return;
      default:
        ask satisfies never;
    }
  }

  /** There is another engine. */
  engineChanged(): void {
    if (this.#guide !== null) this.#surroundings.engine()?.setGuide(this.#guide);
  }

  async #hold(id: number, picture: Blob | 'shown'): Promise<void> {
    try {
      const { guide, bitmap } = await this.#take(picture);
      if (id !== this.#newest) {
        bitmap.close();
        return;
      }
      this.#guide = guide;
      this.engineChanged();
      this.#surroundings.tell({ kind: 'held', id, bitmap });
    } catch (error) {
      this.#surroundings.tell({ kind: 'failed', id, code: codeOf(error, 'guide-failed'), message: messageOf(error) });
    }
  }

  async #take(picture: Blob | 'shown'): Promise<{ readonly guide: Picture8; readonly bitmap: ImageBitmap }> {
    const { freeze, pixelsOf, readPicture, smaller } = await import('./still-picture.ts');
    const whole = picture === 'shown' ? freeze(await this.#surroundings.frame()) : await readPicture(picture);
    const fitting = await smaller(whole, GUIDE_SIDE).finally(() => {
      whole.close();
    });
    try {
      return { guide: pixelsOf(fitting), bitmap: await smaller(fitting, SHOWN_SIDE) };
    } finally {
      fitting.close();
    }
  }
}
