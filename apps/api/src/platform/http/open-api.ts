import { type INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { OpenApiAdditions } from './open-api-additions.js';

/** The OpenAPI 3.1 document, from the contracts named in the controllers' decorators. */
export function openApiDocument(app: INestApplication, version: string): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('OS Credits')
    .setDescription(
      'Credit accounts of research-cloud projects. Credits, rates and quantities are exact decimals as ' +
        'text, instants ISO 8601 in UTC; errors are problem documents (RFC 9457).',
    )
    .setVersion(version)
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'API or ingest token' }, 'token')
    .addCookieAuth('os_credits_session', { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, builder, {
    standardSchemaConverter: (schema, { schemaType }) =>
      schema instanceof z.ZodType ? { schema: toJsonSchema(schema, schemaType) } : undefined,
  });
  return app.get(OpenApiAdditions, { strict: false }).applyTo(document);
}

/** OpenAPI 3.1 schemas are JSON Schema 2020-12, which is what zod writes. */
function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const jsonSchema = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return { ...jsonSchema, $schema: undefined };
}

/** Serves the document at `/api/docs-json` and, for reading, at `/api/docs`. */
export function serveOpenApi(app: INestApplication, version: string): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app, version), {
    jsonDocumentUrl: 'api/docs-json',
    yamlDocumentUrl: 'api/docs-yaml',
    customSiteTitle: 'OS Credits API',
  });
}
