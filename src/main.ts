import { DreamApp } from './components/index.ts';
import { createSession, scriptingApi } from './streams/index.ts';

/** The composition root: one session, shown by `<dream-app>` and scripted through `globalThis.pareidolia`. */
function start(): void {
  const session = createSession();
  globalThis.pareidolia = scriptingApi(session);
  const app = document.querySelector('dream-app');
  if (!(app instanceof DreamApp)) return;
  app.session = session;
  app.memory = browserMemory();
}

/** What the browser keeps from visit to visit; nothing where it is told to keep nothing: then reading the name throws. */
function browserMemory(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

start();
