const MASK = '***';

/** Marks of credentials whatever their value: in URLs, headers, and assignments. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+@/gi, `$1${MASK}@`],
  [/\b(Bearer|Basic|Token)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${MASK}`],
  [
    /\b(password|passwd|secret|api[_-]?key|access[_-]?token)(["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi,
    `$1$2${MASK}`,
  ],
];

/** Takes credentials out of texts that people see: logs, error messages, stacks. */
export class Redactor {
  private readonly secrets: readonly string[];

  /** @param secrets values of this installation that must never be seen */
  constructor(secrets: readonly string[]) {
    // The longest first: one may contain another. Very short ones would mask ordinary words.
    this.secrets = [...new Set(secrets)]
      .filter((secret) => secret.length >= 6)
      .sort((a, b) => b.length - a.length);
  }

  redact(text: string): string {
    let result = text;
    for (const secret of this.secrets) result = result.replaceAll(secret, MASK);
    for (const [pattern, replacement] of PATTERNS) result = result.replace(pattern, replacement);
    return result;
  }
}
