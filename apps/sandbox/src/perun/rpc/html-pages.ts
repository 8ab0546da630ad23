/** The page of the container or the front end for a refused request; no JSON. */
export function htmlErrorPage(status: number, title: string): string {
  return (
    `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n` +
    `<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n</body></html>\n`
  );
}
