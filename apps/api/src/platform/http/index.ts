export { createHttpApp, type HttpApp } from './create-http-app.js';
export { parseIdempotencyKey } from './idempotency-key.js';
export { OpenApiAdditions } from './open-api-additions.js';
export { RequestGate } from './request-gate.js';
export { IngestToken, Public, RequirePermission, type RouteRule } from './route-rule.js';
export { PRODUCT_VERSION, readProductVersion } from './product-version.js';
export { RouteTable, type ServedRoute } from './route-table.js';
export { decodeCursor, encodeCursor } from './page-cursor.js';
