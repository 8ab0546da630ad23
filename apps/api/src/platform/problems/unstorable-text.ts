import { type FieldFault } from './domain-error.js';

/** NUL, and half of a surrogate pair: JSON can carry both, text in the database neither. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;
const FAULTS_MAX = 20;

/**
 * Texts within a parsed request that the database cannot hold. It would answer a NUL with an error and
 * write half of a pair as another character.
 *
 * @param root JSON pointer of the value; empty pointers of fields are below it
 */
export function unstorableText(value: unknown, root: string): FieldFault[] {
  const faults: FieldFault[] = [];
  const note = (pointer: string, text: string): void => {
    if (!UNSTORABLE.test(text)) return;
    const detail = 'has a NUL character or half of a surrogate pair, which no text can hold';
    faults.push({ pointer, code: 'unstorable-text', detail });
  };
  // Not recursive: a parameter of a job may be nested deeper than the stack is.
  const open: [pointer: string, value: unknown][] = [[root, value]];
  for (let next = open.pop(); next !== undefined && faults.length < FAULTS_MAX; next = open.pop()) {
    const [pointer, found] = next;
    if (typeof found === 'string') note(pointer, found);
    if (typeof found !== 'object' || found === null) continue;
    for (const [key, below] of Object.entries(found)) {
      if (!Array.isArray(found)) note(pointer, key);
      open.push([`${pointer}/${escapePointer(key)}`, below]);
    }
  }
  return faults;
}

/** RFC 6901 */
export function escapePointer(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}
