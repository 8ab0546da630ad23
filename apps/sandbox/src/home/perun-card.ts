import { html, type Markup } from '../pages/html.js';
import type { PerunSimulator } from '../perun/index.js';
import { controlButton } from './perun-forms.js';

const COUNT = new Intl.NumberFormat('en');

/** Perun in short on the overview: what is in it, whether it misbehaves, and the first buttons. */
export function perunCard(perun: PerunSimulator): Markup {
  const { assignments, groups, resources, users } = perun.state;
  return html`<section class="card" aria-labelledby="perun">
    <h2 id="perun">Perun ${faultTag(perun)}</h2>
    <dl>
      <dt>Holds</dt>
      <dd>
        ${COUNT.format(groups.size)} groups, ${COUNT.format(assignments.size)} assignments to
        ${COUNT.format(resources.size)} resources, ${COUNT.format(users.size)} users
      </dd>
      <dt>Last calls</dt>
      <dd>${lastCalls(perun)}</dd>
    </dl>
    <div class="actions">
      ${controlButton('faults', 'Fail with 500', { kind: 'internal-server-error' })}
      ${controlButton('faults', 'Refuse the login', { kind: 'unauthorized' })}
      ${controlButton('clear-faults', 'No faults')}
      ${controlButton('remove-groups', 'Remove 20 groups', { count: '20' })}
      <a href="/perun">Groups and all controls</a>
    </div>
  </section>`;
}

/** Whether Perun answers well. */
export function faultTag({ faults, settings }: PerunSimulator): Markup {
  const kinds = faults.list().map(({ kind }) => kind);
  if (kinds.length > 0) return html`<span class="tag bad">${[...new Set(kinds)].join(', ')}</span>`;
  if (settings.latencyMs > 0) return html`<span class="tag warn">${settings.latencyMs} ms</span>`;
  return html`<span class="tag good">answers well</span>`;
}

function lastCalls({ calls }: PerunSimulator): Markup {
  const last = calls.at(-1);
  if (last === undefined) return html`none yet`;
  const time = new Date(last.at).toISOString().slice(11, 19);
  return html`${COUNT.format(calls.length)} since the start; ${time} UTC
    <code>${last.method}</code>`;
}
