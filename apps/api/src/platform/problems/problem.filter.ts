import { Catch, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { type FastifyReply, type FastifyRequest } from 'fastify';
import { toProblem } from './to-problem.js';

const logger = new Logger('Http');

/** Answers every error of a controller, guard or pipe as `application/problem+json`. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}

/** The same for errors that arise before Nest sees the request: hooks, body parsers, the router. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  if (reply.sent || reply.raw.headersSent) return;
  const { document, headers, isUnexpected } = toProblem(error, request.id);
  if (isUnexpected)
    logger.error({ err: error, requestId: request.id }, 'request failed unexpectedly');
  else if (document.status >= 500)
    logger.warn({ err: error, requestId: request.id }, document.title);
  void reply
    .status(document.status)
    .headers(headers)
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .serializer((payload: unknown) => JSON.stringify(payload))
    .send(document);
}
