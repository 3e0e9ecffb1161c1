import { defineConfig } from '@playwright/test';
import { chromiumLaunch } from './scripts/chromium-launch.js';
import { ensureFootage } from './scripts/make-footage.js';

const port = Number(process.env['PAREIDOLIA_E2E_PORT'] ?? 4183);

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: 'test-results/e2e',
  timeout: 180_000,
  // A page that a processor draws takes seconds to show what a GPU shows at once.
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['line'], ['json', { outputFile: 'test-results/playwright.json' }]],
  use: {
    baseURL: `http://localhost:${String(port)}`,
    browserName: 'chromium',
    // Small: without a GPU a screenshot costs seconds.
    viewport: { width: 640, height: 400 },
    launchOptions: chromiumLaunch({ camera: ensureFootage() }),
  },
  webServer: {
    command: `npx vite preview --port ${String(port)} --strictPort`,
    url: `http://localhost:${String(port)}`,
    reuseExistingServer: false,
  },
});
