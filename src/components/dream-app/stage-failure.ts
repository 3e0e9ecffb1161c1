import type { DreamSession, EngineState, Failure, SourceRequest, SourceState } from '../../streams/index.ts';
import type { WayOn } from '../dream-failure/dream-failure.ts';
import { shownBySession } from '../shared/attempt.ts';

/** A failure that stands in the middle of the stage, and the ways on from it. */
export interface StageFailure {
  readonly failure: Failure;
  readonly ways: readonly WayOn[];
}

/** What failed, the engine first: without it no source can be dreamt about. `null` when nothing did. */
export function stageFailure(engine: EngineState, source: SourceState, session: DreamSession, chooseFile: () => void): StageFailure | null {
  if (engine.kind === 'failed') return { failure: engine.failure, ways: [again] };
  if (source.kind !== 'failed') return null;
  return { failure: source.failure, ways: waysFrom(source.source, session, chooseFile) };
}

/** The engine starts with the page. */
const again: WayOn = {
  label: 'Try again',
  first: true,
  run: () => {
    location.reload();
  },
};

function waysFrom(failed: SourceRequest, session: DreamSession, chooseFile: () => void): readonly WayOn[] {
  const open = (request: SourceRequest) => (): void => {
    shownBySession(session.openSource(request));
  };
  const others: readonly (WayOn & { readonly kind: SourceRequest['kind'] })[] = [
    { kind: 'demo', label: 'Clouds', icon: 'cloud', run: open({ kind: 'demo' }) },
    { kind: 'file', label: 'Picture or video', icon: 'file', run: chooseFile },
    { kind: 'screen', label: 'Screen', icon: 'screen', run: open({ kind: 'screen' }) },
  ];
  const retry: WayOn = { label: 'Try again', first: true, run: open(failed) };
  return [retry, ...others.filter(({ kind }) => kind !== failed.kind)];
}
