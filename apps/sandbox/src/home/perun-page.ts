import { topBar } from '../pages/brand.js';
import { html, type Markup } from '../pages/html.js';
import { renderPage, type RenderedPage } from '../pages/page.js';
import { projectsOf, type PerunSimulator, type ProjectView } from '../perun/index.js';
import type { Told } from './home-page.js';
import { faultTag } from './perun-card.js';
import { controlButton, faultForm, groupForms } from './perun-forms.js';
import type { SandboxContext } from './sandbox-context.js';

const SHOWN_CALLS = 20;

/** Perun: its groups with what they hold, what can be done to them, and how it misbehaves. */
export function perunPage({ config, perun }: SandboxContext, told: Told): RenderedPage {
  return renderPage({
    title: 'Perun',
    width: 'wide',
    body: html`${topBar('perun', config.productUrl)}
      <main>
        <h1>Perun ${faultTag(perun)}</h1>
        <p class="lead">
          The register of projects, people and grants, speaking Perun's RPC at
          <code>http://localhost:${config.ports.perun}</code>. The product reads it in its sync and
          writes used credits back.
        </p>
        <div id="controls">
          ${told.done && html`<p class="note" role="status">${told.done}</p>`}
          ${told.fault && html`<p class="note bad" role="alert">${told.fault}</p>`}
        </div>
        ${groupsCard(perun)} ${changesCard(perun)} ${faultsCard(perun)} ${callsCard(perun)}
        ${accountsCard(perun)}
      </main>`,
  });
}

function groupsCard(perun: PerunSimulator): Markup {
  const projects = projectsOf(perun);
  return html`<section class="card" aria-labelledby="groups">
    <h2 id="groups">Groups</h2>
    <div class="scroll" role="region" aria-label="Table of groups" tabindex="0">
      <table>
        <caption>
          ${projects.length} groups on a resource or with a grant
        </caption>
        <thead>
          <tr>
            <th scope="col">Group</th>
            <th scope="col">Resources</th>
            <th scope="col">Leads</th>
            <th scope="col" class="number">Members</th>
            <th scope="col" class="number">Granted</th>
            <th scope="col" class="number">Used</th>
          </tr>
        </thead>
        <tbody>
          ${projects.map(groupRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function groupRow(project: ProjectView): Markup {
  const resources = project.resources.map(({ name, status }) =>
    status === 'ACTIVE'
      ? html`<div>${name}</div>`
      : html`<div>${name} <span class="tag warn">${status}</span></div>`,
  );
  const through =
    project.adminGroups.length === 0
      ? undefined
      : html`<div class="small muted">by ${project.adminGroups.join(', ')}</div>`;
  return html`<tr>
    <th scope="row">${project.name} <span class="small muted">${project.id}</span></th>
    <td>${resources.length === 0 ? html`<span class="muted">none</span>` : resources}</td>
    <td>${project.leads.join(', ')} ${through}</td>
    <td class="number">${project.members.length}</td>
    <td class="number">${project.granted ?? html`<span class="muted">not set</span>`}</td>
    <td class="number">${usedText(project)}</td>
  </tr>`;
}

function usedText({ used, usedBy }: ProjectView): Markup {
  if (used === null) return html`<span class="muted">not set</span>`;
  return html`${used}
    <div class="small muted">${usedBy ?? ''}</div>`;
}

function changesCard(perun: PerunSimulator): Markup {
  return html`<section class="card" aria-labelledby="changes">
    <h2 id="changes">Change what is there</h2>
    ${groupForms(perun)}
    <div class="actions">
      ${controlButton('remove-groups', 'Remove 20 groups', { count: '20' })}
      ${controlButton('reset', 'As at the first start')}
    </div>
  </section>`;
}

function faultsCard(perun: PerunSimulator): Markup {
  const planned = perun.faults.list();
  return html`<section class="card" aria-labelledby="faults">
    <h2 id="faults">Misbehave</h2>
    ${faultForm()}
    ${
      planned.length === 0
        ? html`<p class="muted">No faults are planned.</p>`
        : html`<ul>
            ${planned.map(
              (fault) =>
                html`<li>
                  ${fault.kind} for <code>${fault.method ?? '*'}</code> from call ${fault.nth ?? 1},
                  ${fault.count === undefined ? 'for ever' : `${fault.count} times`}; met
                  ${fault.hits} of ${fault.seen} calls
                </li>`,
            )}
          </ul>`
    }
    <div class="actions">
      ${controlButton('clear-faults', 'No faults')}
      ${controlButton('latency', 'Half a second each', { ms: '500' })}
      ${controlButton('latency', 'No delay', { ms: '0' })}
    </div>
  </section>`;
}

function callsCard({ calls }: PerunSimulator): Markup {
  return html`<section class="card" aria-labelledby="calls">
    <h2 id="calls">Last calls</h2>
    ${
      calls.length === 0
        ? html`<p class="muted" style="margin: 0">Nobody has called yet.</p>`
        : html`<ol reversed start="${calls.length}">
            ${calls
              .slice(-SHOWN_CALLS)
              .toReversed()
              .map(
                ({ at, login, method }) =>
                  html`<li>
                    <code>${method}</code>
                    <span class="small muted">
                      ${new Date(at).toISOString().slice(11, 23)} UTC, ${login ?? 'refused'}
                    </span>
                  </li>`,
              )}
          </ol>`
    }
  </section>`;
}

function accountsCard({ accounts, fixture }: PerunSimulator): Markup {
  return html`<section class="card" aria-labelledby="accounts">
    <h2 id="accounts">Accounts for the RPC</h2>
    <dl>
      ${accounts.map(
        ({ login, password }) =>
          html`<dt><code>${login}</code></dt>
            <dd>password <code>${password}</code></dd>`,
      )}
      <dt>State</dt>
      <dd>${fixture.name}</dd>
    </dl>
  </section>`;
}
