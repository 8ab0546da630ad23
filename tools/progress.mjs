const HEARTBEAT_MS = 10_000;
const isTerminal = process.stdout.isTTY === true;
const dim = (text) => (isTerminal ? `\u001b[2m${text}\u001b[22m` : text);

/** Seconds with one decimal for short steps and none for long ones. */
export function seconds(durationMs) {
  return durationMs < 10_000
    ? `${(durationMs / 1000).toFixed(1)} s`
    : `${Math.round(durationMs / 1000)} s`;
}

/**
 * Runs one named step and prints its name while it works and its duration at the end.
 *
 * `work` may return a short text, which is printed beside the name. On a terminal the line counts
 * the seconds; elsewhere a sign of life is printed every ten seconds.
 */
export async function step(title, work) {
  const startedAt = performance.now();
  const elapsed = () => seconds(performance.now() - startedAt);
  const rewrite = (text) => process.stdout.write(`\r\u001b[2K${text}`);
  if (isTerminal) rewrite(`  … ${title}`);
  else console.log(`  … ${title}`);
  const timer = setInterval(
    () =>
      isTerminal
        ? rewrite(`  … ${title} ${dim(elapsed())}`)
        : console.log(`    ${title}: ${elapsed()} so far`),
    isTerminal ? 200 : HEARTBEAT_MS,
  );
  try {
    const note = await work();
    const line = `  ${note?.startsWith('FAILED') ? '✗' : '✓'} ${title.padEnd(26)} ${elapsed().padStart(7)}${note ? `  ${dim(note)}` : ''}`;
    if (isTerminal) rewrite(`${line}\n`);
    else console.log(line);
  } catch (error) {
    if (isTerminal) rewrite(`  ✗ ${title}\n`);
    else console.log(`  ✗ ${title} after ${elapsed()}`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
