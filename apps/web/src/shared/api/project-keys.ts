/** Query keys of everything about projects, from wide to narrow, so that a root refreshes all below. */
export const projectKeys = {
  all: ['projects'] as const,
  list: () => ['projects', 'list'] as const,
  project: (name: string) => ['projects', 'one', name] as const,
  detail: (name: string) => ['projects', 'one', name, 'detail'] as const,
  history: (name: string) => ['projects', 'one', name, 'history'] as const,
  statement: (name: string) => ['projects', 'one', name, 'statement'] as const,
  charge: (name: string) => ['projects', 'one', name, 'charge'] as const,
};
