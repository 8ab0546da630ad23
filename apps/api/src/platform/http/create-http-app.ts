import { type DynamicModule, type NestApplicationOptions } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger } from 'nestjs-pino';
import { type HttpSettings } from '../config/index.js';
import { Metrics } from '../metrics/index.js';
import { ContractPipe, ProblemFilter } from '../problems/index.js';
import { serveOpenApi } from './open-api.js';
import { readProductVersion } from './product-version.js';
import { RequestGate } from './request-gate.js';
import { type RouteTable } from './route-table.js';
import { createServer } from './server.js';

export interface HttpApp {
  readonly app: NestFastifyApplication;
  readonly routes: RouteTable;
}

/** Builds the HTTP application around a root module; it does not listen yet. */
export async function createHttpApp(
  rootModule: DynamicModule,
  settings: HttpSettings,
): Promise<HttpApp> {
  const { adapter, routes, parts } = await createServer(settings);
  const options: NestApplicationOptions = {
    bufferLogs: true,
    // Fastify's own parser reads JSON; modules that take other bodies register theirs.
    bodyParser: false,
    abortOnError: false,
  };
  const app = await NestFactory.create<NestFastifyApplication>(rootModule, adapter, options);
  app.useLogger(app.get(Logger));
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(new ContractPipe());
  parts.gate = app.get(RequestGate);
  parts.metrics = app.get(Metrics);
  serveOpenApi(app, readProductVersion());
  await app.init();
  await adapter.getInstance().ready();
  return { app, routes };
}
