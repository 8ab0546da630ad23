import { type Permission } from '@os-credits/contracts';
import { RouteConfig } from '@nestjs/platform-fastify';

/** Who may use a route. A route without a rule is answered to nobody. */
export type RouteRule =
  | { readonly kind: 'public' }
  | { readonly kind: 'permission'; readonly permission: Permission }
  | { readonly kind: 'ingest-token' };

declare module 'fastify' {
  interface FastifyContextConfig {
    rule?: RouteRule;
  }
}

export const publicRule: RouteRule = { kind: 'public' };

/** Anyone, without a session or token. */
export const Public = (): MethodDecorator => RouteConfig({ rule: publicRule });

/** A session or API token that has this permission. */
export const RequirePermission = (permission: Permission): MethodDecorator =>
  RouteConfig({ rule: { kind: 'permission', permission } satisfies RouteRule });

/** An ingest token, in any of the forms that clients send it. */
export const IngestToken = (): MethodDecorator =>
  RouteConfig({ rule: { kind: 'ingest-token' } satisfies RouteRule });
