import type { Observable } from 'rxjs';
import type { Behavior } from './behavior.ts';
import type { Settings } from './settings/schema.ts';
import type { SettingsUpdate } from './settings/update.ts';
import type { LiveGuide } from './guide/guide-control.ts';
import type { StillStudio } from './stills/still-control.ts';
import type { Camera, DreamStats, EngineState, LayerInfo, Notice, SourceRequest, SourceState } from './states.ts';

/** All state of the application as behaviors, changed by its setters only. Made by `createSession`. */
export interface DreamSession {
  readonly settings$: Behavior<Settings>;
  readonly source$: Behavior<SourceState>;
  readonly engine$: Behavior<EngineState>;
  /** About twice a second; `null` before the first dream. */
  readonly stats$: Behavior<DreamStats | null>;
  readonly notices$: Behavior<readonly Notice[]>;
  /** Labels are empty words such as "Camera 1" until the camera has been allowed once. */
  readonly cameras$: Behavior<readonly Camera[]>;
  readonly paused$: Behavior<boolean>;
  /** The model's layers, shallow to deep; empty until the catalogue is read. */
  readonly layers$: Behavior<readonly LayerInfo[]>;
  /** Grows whenever a fresh canvas is wanted: make one and `attach` it. Starts at 1. */
  readonly canvasRequest$: Behavior<number>;
  /** The number (as `canvasRequest$` counted) of a canvas that has shown its first picture. */
  readonly presented$: Observable<number>;
  /** Whether to welcome a person: the URL names no source, and none was chosen since. */
  readonly firstVisit$: Behavior<boolean>;
  /** A picture that the live dream grows toward. */
  readonly guide: LiveGuide;
  /** One picture, dreamt at length. */
  readonly still: StillStudio;

  /** Takes a canvas that was never drawn to and draws on it from now on. Works once a canvas. */
  attach(canvas: HTMLCanvasElement): void;
  /**
   * Changes the settings that are named; the others keep their values. With `source` or `camera` it resolves when that source is live.
   * @throws SettingsError `bad-setting` or `unknown-setting`; or an Error with the failure's `code`, when a source does not start
   */
  set(partial: SettingsUpdate): Promise<void>;
  /** Opens a source; resolves when its first frame is there. @throws Error with the failure's `code` */
  openSource(request: SourceRequest): Promise<void>;
  /** Opens a picture or video that was chosen or dropped. @throws Error with the failure's `code` */
  openFile(file: File): Promise<void>;
  /** Holds the last picture; what is shown of the dream can still be changed, and snapshots taken. */
  pause(): void;
  resume(): void;
  /** Forgets the dream: Δ becomes 0. */
  reset(): void;
  /** A PNG of what is shown, at full size, the settings of its look inside. @throws Error `nothing-shown` */
  snapshot(): Promise<Blob>;
  dismiss(noticeId: string): void;
  /** Ends the worker, the source and every subscription. */
  destroy(): void;
}
