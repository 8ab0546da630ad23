import { type DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { type RuntimeSettings } from '../config/index.js';

/** What must never reach a log line. */
const redactedPaths = [
  'req.headers.authorization',
  'req.headers.cookie',
  'req.headers["x-csrf-token"]',
  'res.headers["set-cookie"]',
];

/** Structured log lines on standard output, each with the request id that problem documents name. */
export function loggingModule(settings: RuntimeSettings): DynamicModule {
  return LoggerModule.forRoot({
    pinoHttp: {
      level: settings.LOG_LEVEL,
      redact: redactedPaths,
      autoLogging: false,
      quietReqLogger: true,
    },
  });
}
