/** Somebody wants to dream a still: of what is shown, or of a picture that has to be chosen first. */
export class StillEvent extends Event {
  static readonly type = 'still';
  readonly picture: 'shown' | 'file';

  constructor(picture: 'shown' | 'file') {
    super(StillEvent.type, { bubbles: true, composed: true });
    this.picture = picture;
  }
}
