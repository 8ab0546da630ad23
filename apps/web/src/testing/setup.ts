import '@testing-library/jest-dom/jest-globals';
import './test-clock.js';
import { afterAll, afterEach, beforeAll, jest } from '@jest/globals';
import { cleanup, configure } from '@testing-library/react';
import { FakeEventSource } from './fake-event-source.js';
import { resetCostTables } from './cost-table-handlers.js';
import { resetPlans } from './re-rating-handlers.js';
import { resetJobs } from './job-answers.js';
import { resetPerun } from './perun-handlers.js';
import { resetQuality } from './quality-handlers.js';
import { resetSchedules } from './schedule-handlers.js';
import { server } from './server.js';

// What jsdom lacks and Mantine or Recharts ask for; none of it lays anything out in tests.
Object.assign(window, {
  EventSource: FakeEventSource,
  matchMedia: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
  ResizeObserver: class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  },
});
Element.prototype.scrollIntoView = () => undefined;
window.scrollTo = () => undefined;
// axe asks for a canvas; without one it skips what it would have measured.
HTMLCanvasElement.prototype.getContext = () => null;
jest.setTimeout(90_000);
configure({ asyncUtilTimeout: 20_000 });

beforeAll(() => {
  server.listen({ onUnhandledFrame: 'error' });
});
afterEach(() => {
  cleanup();
  server.resetHandlers();
  FakeEventSource.forgetAll();
  resetJobs();
  resetSchedules();
  resetCostTables();
  resetPlans();
  resetPerun();
  resetQuality();
  window.localStorage.clear();
});
afterAll(() => {
  server.close();
});
