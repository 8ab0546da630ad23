import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type FastifyRequest } from 'fastify';
import { type AccessToken } from '../application/auth.ports.js';
import { type Principal } from '../application/principal.js';

/** Who the request comes from; only on routes with `@RequirePermission`. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => {
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    if (principal === undefined) throw new Error('The route has no @RequirePermission');
    return principal;
  },
);

/** The token the request came with; only on routes with `@IngestToken`. */
export const CurrentIngestToken = createParamDecorator(
  (_: unknown, context: ExecutionContext): AccessToken => {
    const { ingestToken } = context.switchToHttp().getRequest<FastifyRequest>();
    if (ingestToken === undefined) throw new Error('The route has no @IngestToken');
    return ingestToken;
  },
);
