import { DreamApp } from './components/index.ts';
import { createSession, scriptingApi } from './streams/index.ts';

/** The composition root: one session, shown by `<dream-app>` and scripted through `globalThis.pareidolia`. */
function start(): void {
  const session = createSession();
  globalThis.pareidolia = scriptingApi(session);
  const app = document.querySelector('dream-app');
  if (app instanceof DreamApp) app.session = session;
}

start();
