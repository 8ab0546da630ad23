const HEARTBEAT_MS = 10_000;
const CLEAR_LINE = '\r\u001b[2K';
const isTerminal = process.stdout.isTTY === true;
const dim = (text) => (isTerminal ? `\u001b[2m${text}\u001b[22m` : text);

/** Seconds with one decimal for short steps and none for long ones. */
export function seconds(durationMs) {
  return durationMs < 10_000
    ? `${(durationMs / 1000).toFixed(1)} s`
    : `${Math.round(durationMs / 1000)} s`;
}

/** What is at work now, by title; several steps may run side by side. */
const working = new Map();
let drawing;

/**
 * Runs one named step and prints its name while it works and its duration at the end.
 *
 * `work` may return a short text, which is printed beside the name. On a terminal one line counts
 * the seconds of all that is at work; elsewhere a sign of life is printed every ten seconds.
 */
export async function step(title, work) {
  const startedAt = performance.now();
  const elapsed = () => seconds(performance.now() - startedAt);
  begin(title, elapsed);
  try {
    const note = await work();
    end(
      title,
      `  ${note?.startsWith('FAILED') ? '✗' : '✓'} ${title.padEnd(26)} ${elapsed().padStart(7)}${note ? `  ${dim(note)}` : ''}`,
    );
  } catch (error) {
    end(title, `  ✗ ${title} after ${elapsed()}`);
    throw error;
  }
}

function begin(title, elapsed) {
  working.set(title, elapsed);
  if (isTerminal) draw();
  else console.log(`  … ${title}`);
  drawing ??= setInterval(draw, isTerminal ? 200 : HEARTBEAT_MS);
}

function end(title, line) {
  working.delete(title);
  console.log(isTerminal ? `${CLEAR_LINE}${line}` : line);
  if (working.size > 0) return;
  clearInterval(drawing);
  drawing = undefined;
}

function draw() {
  const now = [...working].map(([title, elapsed]) => ({ title, time: elapsed() }));
  if (isTerminal) {
    const texts = now.map(({ title, time }) => `${title} ${dim(time)}`);
    process.stdout.write(`${CLEAR_LINE}  … ${texts.join(' · ')}`);
    return;
  }
  for (const { title, time } of now) console.log(`    ${title}: ${time} so far`);
}
