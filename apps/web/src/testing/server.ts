import { setupServer } from 'msw/node';
import { handlers } from './handlers.js';

/** The mocked API of component tests; a test overrides single routes with `server.use`. */
export const server = setupServer(...handlers);
