/**
 * Where to go after sign-in: a path of this portal's pages. Anything else, above all an address of
 * another origin, becomes the start page.
 */
export function safeReturnTo(wanted: string | undefined, publicUrl: string): string {
  if (wanted === undefined || !wanted.startsWith('/') || !URL.canParse(wanted, publicUrl))
    return '/';
  const url = new URL(wanted, publicUrl);
  if (url.origin !== new URL(publicUrl).origin || url.pathname.startsWith('/api/')) return '/';
  // A path such as "/.//evil.example" resolves to "//evil.example", which a browser takes for a host.
  if (url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
