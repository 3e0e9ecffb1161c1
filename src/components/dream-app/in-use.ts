const CONTROLS = 'dream-dock, dream-panel, dream-whisper';

/** Whether a pointer rests on a control or holds it, or the keyboard is on one. A finger's hover outlives the finger: it does not count. */
export function isInUse(root: ParentNode): boolean {
  const pointers = matchMedia('(hover: hover)').matches ? ':is(:hover, :active)' : ':active';
  const held = [...root.querySelectorAll(CONTROLS)].some((control) => control.matches(pointers));
  return held || (focused()?.matches(':focus-visible') ?? false);
}

/** The element that has the focus, however deep, unless it is the page itself. */
function focused(): Element | null {
  let element = document.activeElement;
  if (element === document.body) return null;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}
