/** What a button of the dock, or a key, asks for. */
export type DockAction = 'pause' | 'reset' | 'snapshot' | 'panel' | 'fullscreen';

/** A button of the dock was pressed. */
export class DockEvent extends Event {
  static readonly type = 'dock';
  readonly action: DockAction;

  constructor(action: DockAction) {
    super(DockEvent.type, { bubbles: true, composed: true });
    this.action = action;
  }
}
