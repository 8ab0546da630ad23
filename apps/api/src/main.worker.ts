import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { readSettingsOrExit, workerProcessSettings } from './platform/config/index.js';
import { stopOnSignals } from './platform/stop-on-signals.js';
import { WorkerModule } from './worker/worker.module.js';

const settings = readSettingsOrExit(workerProcessSettings);
const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(settings), {
  bufferLogs: true,
});
app.useLogger(app.get(Logger));
stopOnSignals(() => app.close());
// Whoever started this process may wait for the line, or for the message.
app.get(Logger).log('worker ready', 'main.worker');
process.send?.('ready');
