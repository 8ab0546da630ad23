import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OpenApiAdditions } from '../../../platform/http/index.js';
import { JobTypes, parametersSchema } from '../application/job-types.js';

/** Describes the body of `POST /api/jobs` once per job type, with the parameters that it takes. */
@Injectable()
export class JobOpenApi implements OnModuleInit {
  constructor(
    private readonly additions: OpenApiAdditions,
    private readonly types: JobTypes,
  ) {}

  onModuleInit(): void {
    this.additions.add((document) => {
      const body = document.paths['/api/jobs']?.post?.requestBody;
      const content = body !== undefined && 'content' in body ? body.content : {};
      const json = content['application/json'];
      if (json !== undefined) json.schema = { oneOf: this.bodies() };
    });
  }

  private bodies(): Record<string, unknown>[] {
    return this.types.offered().map((type) => ({
      title: type.type,
      description: `${type.description.en} Needs ${type.permission}.`,
      type: 'object',
      required: ['type'],
      additionalProperties: false,
      properties: {
        type: { const: type.type },
        parameters: { ...parametersSchema(type), $schema: undefined },
        after: {
          type: 'array',
          items: { type: 'string', format: 'uuid' },
          maxItems: 20,
          description: 'jobs that must succeed first',
        },
        ...(type.isDryRunnable ? { isDryRun: { type: 'boolean', default: false } } : {}),
      },
    }));
  }
}
