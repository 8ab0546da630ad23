import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { readSettingsOrExit, workerProcessSettings } from './platform/config/index.js';
import { WorkerModule } from './worker/worker.module.js';

const settings = readSettingsOrExit(workerProcessSettings);
const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(settings), {
  bufferLogs: true,
});
app.useLogger(app.get(Logger));
app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
// Whoever started this process may wait for the line, or for the message.
app.get(Logger).log('worker ready', 'main.worker');
process.send?.('ready');
