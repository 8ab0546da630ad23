import { type FastifyRequest } from 'fastify';
import { type RouteRule } from './route-rule.js';

/**
 * Decides before the body of a request is read, so that nobody unknown can make the process buffer or
 * decompress anything.
 */
export abstract class RequestGate {
  /** @throws DomainError where the rule does not admit the request */
  abstract admit(request: FastifyRequest, rule: RouteRule): Promise<void>;
}
