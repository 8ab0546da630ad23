import { type RouteOptions } from 'fastify';
import { type RouteRule } from './route-rule.js';

export interface ServedRoute {
  readonly method: string;
  readonly url: string;
  readonly rule: RouteRule | null;
}

/** Every route that the server has, whoever registered it. */
export class RouteTable {
  private readonly registered: RouteOptions[] = [];

  /** To be called from an `onRoute` hook. Options are read later: other hooks may still add to them. */
  add(options: RouteOptions): void {
    this.registered.push(options);
  }

  routes(): ServedRoute[] {
    return this.registered.flatMap(({ method, url, config }) =>
      [method].flat().map((name) => ({ method: name, url, rule: config?.rule ?? null })),
    );
  }

  /** Methods that a path is served with, sorted; empty where nothing is served. */
  methodsOf(path: string): string[] {
    const segments = path.split('/');
    const methods = this.routes()
      .filter(({ url }) => isMatch(url.split('/'), segments))
      .map(({ method }) => method);
    return [...new Set(methods)].sort();
  }
}

function isMatch(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) =>
      part.startsWith(':') ? segments[index] !== '' : part === segments[index],
    )
  );
}
