/** The page's elements; the composition root gives `<dream-app>` its session. */
export { DreamApp } from './dream-app/dream-app.ts';
