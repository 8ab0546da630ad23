import { html, type Markup } from '../pages/html.js';
import type { Attempt } from '../sender/remote-write-sender.js';
import type { HistoryState } from '../sender/usage-feed.js';
import type { SandboxContext } from './sandbox-context.js';

const COUNT = new Intl.NumberFormat('en');

const HISTORY_TEXT: Readonly<Record<HistoryState, string>> = {
  waiting: 'not yet sent',
  sending: 'being sent …',
  sent: 'sent',
  refused: 'not all of it was taken; it is sent again at the next start',
};

/** How the readings reach the product, and what it said last. */
export function senderCard({ config, feed, sender }: SandboxContext): Markup {
  if (feed === undefined || sender === undefined) {
    return html`<section class="card" aria-labelledby="sender">
      <h2 id="sender">Readings on their way</h2>
      <p class="muted" style="margin: 0">
        Sending is off. Point a Prometheus at the two exporters instead.
      </p>
    </section>`;
  }
  const report = sender.report();
  return html`<section class="card" aria-labelledby="sender">
    <h2 id="sender">Readings on their way ${stateTag(feed.isPaused, report.last)}</h2>
    <dl>
      <dt>To</dt>
      <dd><code>${config.intakeUrl}/api/v1/write</code></dd>
      <dt>Every</dt>
      <dd>${COUNT.format(config.scrapeIntervalMs / 1000)} s</dd>
      <dt>History</dt>
      <dd>${HISTORY_TEXT[feed.historyState]}</dd>
      <dt>Acknowledged</dt>
      <dd>${COUNT.format(report.acknowledgedSamples)} samples</dd>
      <dt>Waiting</dt>
      <dd>
        ${COUNT.format(report.queuedSamples)} samples, ${COUNT.format(report.retries)} retries
      </dd>
      <dt>Given up</dt>
      <dd>${COUNT.format(report.droppedSamples)} samples</dd>
      <dt>Last answer</dt>
      <dd>${attemptText(report.last)}</dd>
    </dl>
  </section>`;
}

function stateTag(isPaused: boolean, last: Attempt | undefined): Markup {
  if (isPaused) return html`<span class="tag warn">paused</span>`;
  if (last === undefined) return html`<span class="tag">starting</span>`;
  if (last.status === undefined) return html`<span class="tag bad">product not reachable</span>`;
  if (last.status < 300) return html`<span class="tag good">acknowledged</span>`;
  return html`<span class="tag bad">refused with ${last.status}</span>`;
}

function attemptText(last: Attempt | undefined): Markup {
  if (last === undefined) return html`none yet`;
  const time = new Date(last.atMs).toISOString().slice(11, 19);
  const status = last.status === undefined ? 'nobody answered' : `status ${last.status}`;
  const detail = last.detail === '' ? '' : `: ${last.detail}`;
  return html`${time} UTC, ${COUNT.format(last.samples)} samples, ${status}${detail}`;
}
