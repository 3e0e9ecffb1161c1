import type { LitElement } from 'lit';
import { onTestFinished } from 'vitest';

/** Puts an element on the page until the test is over. */
export async function mount<E extends LitElement>(element: E): Promise<E> {
  document.body.append(element);
  onTestFinished(() => {
    element.remove();
  });
  await settled(element);
  return element;
}

/** When the element and those inside it have rendered. */
export async function settled(element: LitElement): Promise<void> {
  await element.updateComplete;
  for (const inner of element.renderRoot.querySelectorAll('*')) {
    if ('updateComplete' in inner) await inner.updateComplete;
  }
  await element.updateComplete;
}

/** What a person reads, through every shadow root, spaces collapsed. */
export function words(node: Node): string {
  return gather(node).replaceAll(/\s+/g, ' ').trim();
}

function gather(node: Node): string {
  if (node instanceof HTMLStyleElement) return '';
  if (node.nodeType === Node.TEXT_NODE) return `${node.textContent ?? ''} `;
  const inside = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
  const children = node instanceof HTMLSlotElement ? [] : [...inside.childNodes];
  const slotted = inside === node ? [] : [...node.childNodes];
  return [...children, ...slotted].map(gather).join('');
}

/** The first element that matches, through every shadow root. @throws Error when there is none */
export function find(root: ParentNode, selector: string): HTMLElement {
  const found = seek(root, selector);
  if (!(found instanceof HTMLElement)) throw new Error(`Expected an element ${selector}, but there is none.`);
  return found;
}

/** The same, `null` when there is none. */
export function seek(root: ParentNode, selector: string): Element | null {
  const here = root.querySelector(selector);
  if (here) return here;
  const hosts = [root, ...root.querySelectorAll('*')].filter((node) => node instanceof Element);
  for (const { shadowRoot } of hosts) {
    const inside = shadowRoot && seek(shadowRoot, selector);
    if (inside) return inside;
  }
  return null;
}

/** The button with that name. */
export function button(root: ParentNode, name: string): HTMLElement {
  for (const candidate of buttons(root)) {
    if (candidate.ariaLabel === name || words(candidate) === name) return candidate;
  }
  throw new Error(`Expected a button “${name}”, but there are ${buttons(root).map(words).join(', ')}.`);
}

function buttons(root: ParentNode): readonly HTMLElement[] {
  const own = [...root.querySelectorAll('button')];
  const hosts = [root, ...root.querySelectorAll('*')].filter((node) => node instanceof Element);
  return [...own, ...hosts.flatMap(({ shadowRoot }) => (shadowRoot ? buttons(shadowRoot) : []))];
}
