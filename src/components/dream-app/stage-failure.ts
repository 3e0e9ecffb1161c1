import type { DreamSession, EngineState, Failure, Notice, SourceRequest, SourceState } from '../../streams/index.ts';
import type { WayOn } from '../dream-failure/dream-failure.ts';
import { shownBySession } from '../shared/attempt.ts';

/** A failure that stands in the middle of the stage, and the ways on from it. */
export interface StageFailure {
  readonly failure: Failure;
  readonly ways: readonly WayOn[];
}

/** An engine that failed: without it there is nothing to see. Its ways on are those of its message; where that was put away, as in the studio, a reload. */
export function engineFailure(engine: EngineState, notices: readonly Notice[]): StageFailure | null {
  if (engine.kind !== 'failed') return null;
  const { failure } = engine;
  const actions = notices.find((notice) => tells(notice, failure))?.actions ?? [{ label: 'Reload', run: () => location.reload() }];
  return { failure, ways: actions.map((action, index) => ({ label: action.label, first: index === 0, run: () => action.run() })) };
}

/** A source that did not start: again, or something else. */
export function sourceFailure(source: SourceState, session: DreamSession, chooseFile: () => void): StageFailure | null {
  if (source.kind !== 'failed') return null;
  const { kind } = source.source;
  const open = (request: SourceRequest) => (): void => {
    shownBySession(session.openSource(request));
  };
  const others: readonly (WayOn & { readonly kind: SourceRequest['kind'] })[] = [
    { kind: 'demo', label: 'Clouds', icon: 'cloud', run: open({ kind: 'demo' }) },
    { kind: 'file', label: 'Picture or video', icon: 'file', run: chooseFile },
    { kind: 'screen', label: 'Screen', icon: 'screen', run: open({ kind: 'screen' }) },
  ];
  const again: WayOn = { label: 'Try again', first: true, run: open(source.source) };
  return { failure: source.failure, ways: [again, ...others.filter((other) => other.kind !== kind)] };
}

/** Whether a message says what a failure says: it need not be said twice. */
export function tells(notice: Notice, failure: Failure): boolean {
  return notice.title === failure.title;
}
