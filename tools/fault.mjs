/** Something that the person at the terminal can mend: shown as its one sentence, without a stack. */
export class Fault extends Error {
  /** @param {string} message @param {string} [detail] further lines, shown below the sentence */
  constructor(message, detail = '') {
    super(message);
    this.name = 'Fault';
    this.detail = detail;
  }
}

/** Thrown through a running step when a stop was asked for. */
export class Stopped extends Error {}

/** Prints what ended a tool and names the exit code that follows from it. */
export function report(error) {
  if (error instanceof Stopped) return 0;
  if (error instanceof Fault || error?.name === 'EmbeddedPostgresError') {
    console.error(`\n✗ ${error.message}`);
    if (error.detail) console.error(error.detail.replace(/^/gm, '    '));
    return 1;
  }
  console.error(error);
  return 70;
}
