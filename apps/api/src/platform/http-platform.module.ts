import { Module, type DynamicModule } from '@nestjs/common';
import {
  AUTH_SETTINGS,
  COMPAT_SETTINGS,
  CREDIT_RULES_SETTINGS,
  HTTP_SETTINGS,
  INGESTION_SETTINGS,
  SANDBOX_SETTINGS,
  type HttpProcessSettings,
} from './config/index.js';
import { OpenApiAdditions, PRODUCT_VERSION, readProductVersion } from './http/index.js';
import { HealthController } from './health/health.controller.js';
import { HealthNotes } from './health/index.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { ProblemPagesController } from './problems/problem-pages.controller.js';
import { RatingBacklog } from './metrics/rating-backlog.js';

/** What only the HTTP process has: its settings, health checks and the metrics page. */
@Module({})
export class HttpPlatformModule {
  static forRoot(settings: HttpProcessSettings): DynamicModule {
    const tokens = [
      HTTP_SETTINGS,
      AUTH_SETTINGS,
      SANDBOX_SETTINGS,
      INGESTION_SETTINGS,
      COMPAT_SETTINGS,
      CREDIT_RULES_SETTINGS,
    ];
    return {
      module: HttpPlatformModule,
      global: true,
      controllers: [HealthController, MetricsController, ProblemPagesController],
      providers: [
        ...tokens.map((token) => ({ provide: token, useValue: settings })),
        { provide: PRODUCT_VERSION, useFactory: readProductVersion },
        RatingBacklog,
        HealthNotes,
        OpenApiAdditions,
      ],
      exports: [...tokens, PRODUCT_VERSION, HealthNotes, OpenApiAdditions],
    };
  }
}
