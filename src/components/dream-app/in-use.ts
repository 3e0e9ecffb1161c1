const CONTROLS = 'dream-dock, dream-panel, dream-whisper';

/** Whether a pointer rests on a control or holds it, or the keyboard is on one. */
export function isInUse(root: ParentNode): boolean {
  return isHeld(root.querySelectorAll(CONTROLS)) || (focused()?.matches(':focus-visible') ?? false);
}

/** Whether a pointer rests on one of these or holds it. A finger's hover outlives the finger: it does not count. */
export function isHeld(controls: Iterable<Element>): boolean {
  const pointers = matchMedia('(hover: hover)').matches ? ':is(:hover, :active)' : ':active';
  return [...controls].some((control) => control.matches(pointers));
}

/** The element that has the focus, however deep, unless it is the page itself. */
export function focused(): Element | null {
  let element = document.activeElement;
  if (element === document.body) return null;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}
