import 'reflect-metadata';
import { Logger } from '@nestjs/common';
import { AppModule } from './app.module.js';
import {
  httpProcessSettings,
  maskedSettings,
  readSettingsOrExit,
} from './platform/config/index.js';
import { createHttpApp } from './platform/http/index.js';
import { stopOnSignals } from './platform/stop-on-signals.js';

const settings = readSettingsOrExit(httpProcessSettings);
const { app } = await createHttpApp(AppModule.forRoot(settings), settings);
stopOnSignals(() => app.close());
const logger = new Logger('Http');
logger.log({ settings: maskedSettings(httpProcessSettings, settings) }, 'settings');
await app.listen(settings.PORT, settings.HOST);
logger.log(`listening on ${await app.getUrl()}, for browsers at ${settings.PUBLIC_URL}`);
