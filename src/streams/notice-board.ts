import type { Behavior } from './behavior.ts';
import type { Scope } from './scope.ts';
import type { Failure, Notice, NoticeAction } from './states.ts';

/** The messages that are up. A new one of the same id takes the old one's place, and its place in the row. */
export class NoticeBoard {
  readonly notices$: Behavior<readonly Notice[]>;
  readonly #set: (notices: readonly Notice[]) => void;

  constructor(scope: Scope) {
    const cell = scope.cell<readonly Notice[]>([]);
    this.notices$ = cell.behavior;
    this.#set = (notices) => cell.set(notices);
  }

  put(notice: Notice): void {
    const { value } = this.notices$;
    this.#set(this.has(notice.id) ? value.map((old) => (old.id === notice.id ? notice : old)) : [...value, notice]);
  }

  /** Puts a failure up. */
  tell(id: string, tone: Notice['tone'], failure: Failure, actions: readonly NoticeAction[] = []): void {
    const { title, text, copy } = failure;
    this.put({ id, tone, title, text, actions, ...(copy === undefined ? {} : { copy }) });
  }

  has(id: string): boolean {
    return this.notices$.value.some((notice) => notice.id === id);
  }

  take(id: string): void {
    if (this.has(id)) this.#set(this.notices$.value.filter((notice) => notice.id !== id));
  }
}
