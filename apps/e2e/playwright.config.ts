import { defineConfig } from '@playwright/test';
import { environment } from './src/browser/environment.js';

const isForPictures = process.env.SCREENSHOTS === 'on';

/**
 * Journeys through the built product in a real Chromium. The stack runs already; `npm run test:e2e`
 * starts it and says in the environment where it is. `SCREENSHOTS=on npm run test:e2e` takes the
 * documentation's pictures anew instead.
 */
export default defineConfig({
  testDir: './src/browser',
  testMatch: isForPictures ? '**/*.pictures.ts' : '**/*.journey.ts',
  globalSetup: './src/browser/still-world.ts',
  outputDir: '../../reports/e2e',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Generous, because a busy machine is no reason to fail; a hang still ends.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    baseURL: environment.url,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { executablePath: environment.chromiumPath },
  },
});
