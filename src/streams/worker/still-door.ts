import { filter, firstValueFrom } from 'rxjs';
import { behaviorOf } from '../behavior.ts';
import { CodedError, messageOf } from '../coded-error.ts';
import type { StillGround } from './engine-keeper.ts';
import type { StillHost, StillSurroundings } from './still-host.ts';
import type { StillAsk } from './still-protocol.ts';

/** The way to the still studio's worker side, which is fetched when it is first wanted. */
export class StillDoor {
  readonly #surroundings: Omit<StillSurroundings, 'ground'>;
  /** What a still is dreamt on: nothing yet, or why there will be nothing. */
  readonly #ground = behaviorOf<StillGround | CodedError | null>(null);
  #host: Promise<StillHost> | null = null;

  constructor(surroundings: Omit<StillSurroundings, 'ground'>) {
    this.#surroundings = surroundings;
  }

  /** There is an engine from now on, or none for a while. */
  setGround(ground: StillGround | null): void {
    this.#ground.set(ground);
  }

  /** There will be no engine. @param message why */
  noGround(message: string): void {
    this.#ground.set(new CodedError('no-engine', message));
  }

  handle(ask: StillAsk): void {
    this.#host ??= this.#open();
    this.#host.then(
      (host) => {
        host.handle(ask);
      },
      (cause: unknown) => {
        this.#host = null;
        if ('id' in ask) this.#surroundings.tell({ kind: 'failed', id: ask.id, code: 'studio-missing', message: messageOf(cause) });
      },
    );
  }

  end(): void {
    void this.#host?.then((host) => {
      host.end();
    });
    this.#ground.end();
  }

  async #open(): Promise<StillHost> {
    const { StillHost } = await import('./still-host.ts');
    return new StillHost({ ...this.#surroundings, ground: async () => await this.#awaitGround() });
  }

  async #awaitGround(): Promise<StillGround> {
    const ground = await firstValueFrom(this.#ground.behavior.pipe(filter((value) => value !== null)));
    if (ground instanceof CodedError) throw ground;
    return ground;
  }
}
