import { PROJECT_CATALOGUE } from '../cloud/project-catalogue.js';
import { SITES } from '../cloud/sites.js';
import { SPEED_MAX } from '../config/sandbox-config.js';
import { CLIENT_ID } from '../oidc/create-provider.js';
import { topBar } from '../pages/brand.js';
import { html, type Markup } from '../pages/html.js';
import { renderPage, type RenderedPage } from '../pages/page.js';
import { perunCard } from './perun-card.js';
import type { SandboxContext } from './sandbox-context.js';
import { senderCard } from './sender-card.js';
import { projectStatuses, type ProjectStatus } from './status.js';

const COUNT = new Intl.NumberFormat('en');

/** What the last control did, to be told on the page. */
export interface Told {
  readonly done?: string | undefined;
  readonly fault?: string | undefined;
}

/** The overview: what runs where, the clock, the sender, the controls and the cloud's projects. */
export function homePage(context: SandboxContext, told: Told): RenderedPage {
  const nowMs = context.nowMs();
  return renderPage({
    title: 'Overview',
    width: 'wide',
    body: html`${topBar('home', context.config.productUrl)}
      <main>
        <h1>The outside world of OS Credits</h1>
        <p class="lead">
          Two cloud sites, their usage exporters, Perun, a sign-in provider and a mailbox, all made
          up. What you change here reaches the product the way the real world would.
        </p>
        <div class="cards">${placesCard(context)} ${clockCard(context, nowMs)}</div>
        ${senderCard(context)} ${controlsCard(context, told)} ${perunCard(context.perun)}
        ${projectsCard(context, nowMs)}
      </main>`,
  });
}

function placesCard({ config }: SandboxContext): Markup {
  const link = (url: string, text: string): Markup => html`<a href="${url}">${text}</a>`;
  const exporter = (port: number): string => `http://localhost:${port}/metrics`;
  const [siteA, siteB] = SITES;
  return html`<section class="card" aria-labelledby="places">
    <h2 id="places">What runs where</h2>
    <dl>
      <dt>Product</dt>
      <dd>${link(`${config.productUrl}/`, config.productUrl)}</dd>
      <dt>Exporter A</dt>
      <dd>${link(exporter(config.ports.exporterA), siteA.location)} · site ${siteA.locationId}</dd>
      <dt>Exporter B</dt>
      <dd>${link(exporter(config.ports.exporterB), siteB.location)} · site ${siteB.locationId}</dd>
      <dt>Sign-in</dt>
      <dd>
        ${link(`${config.issuer}/.well-known/openid-configuration`, config.issuer)}<br />
        <span class="small muted">client <code>${CLIENT_ID}</code></span>
      </dd>
      <dt>Mail</dt>
      <dd><code>smtp://localhost:${config.ports.smtp}</code> → ${link('/mails', 'mailbox')}</dd>
      <dt>Perun</dt>
      <dd>
        <code>http://localhost:${config.ports.perun}</code> → ${link('/perun', 'groups, controls')}
      </dd>
      <dt>JSON</dt>
      <dd class="small">
        ${link('/status.json', 'status')} · ${link('/projects.json', 'projects')} ·
        ${link('/grants.json', 'grants')} · ${link('/accounts.json', 'accounts')} ·
        ${link('/mails.json', 'mails')} · ${link('/perun/groups.json', 'groups')}
      </dd>
    </dl>
  </section>`;
}

function clockCard({ world }: SandboxContext, nowMs: number): Markup {
  return html`<section class="card" aria-labelledby="clock">
    <h2 id="clock">Clock</h2>
    <dl>
      <dt>Now</dt>
      <dd>${instant(nowMs)}</dd>
      <dt>In the cloud</dt>
      <dd>${instant(world.simulatedAt(nowMs))}</dd>
      <dt>Speed</dt>
      <dd>${speedText(world.speed)}</dd>
      <dt>History from</dt>
      <dd>${instant(world.state.originMs)}</dd>
      <dt>Seed</dt>
      <dd>${world.state.seed}</dd>
    </dl>
    <p class="small muted" style="margin: 0.75rem 0 0">
      Readings always carry real time; a faster clock lets usage grow faster.
    </p>
  </section>`;
}

function speedText(speed: number): string {
  return speed === 0 ? 'stopped: usage stands still' : `${COUNT.format(speed)} × real time`;
}

function controlsCard({ feed, world }: SandboxContext, told: Told): Markup {
  const isPaused = feed?.isPaused ?? true;
  return html`<section class="card" id="controls" aria-labelledby="controls-title">
    <h2 id="controls-title">Controls</h2>
    ${told.done && html`<p class="note" role="status">${told.done}</p>`}
    ${told.fault && html`<p class="note bad" role="alert">${told.fault}</p>`}
    <form method="post" action="/control/bump">
      <h3>Add usage now</h3>
      <div class="actions">
        <div class="field grow">
          <label for="project">Project</label>
          <select id="project" name="project">
            ${projectOptions()}
          </select>
        </div>
        ${hoursField('vcpuHours', 'vCPU hours', '4')} ${hoursField('gibHours', 'GiB hours', '16')}
        <button type="submit">Add and send</button>
      </div>
    </form>
    <div class="actions">
      ${button(isPaused ? 'resume' : 'pause', isPaused ? 'Resume readings' : 'Pause readings')}
      ${button('scrape', 'Send readings now')} ${button('history', 'Send history again')}
      <form class="actions" style="margin: 0" method="post" action="/control/clock">
        <div class="field" style="width: 9rem">
          <label for="speed">Clock speed</label>
          <input
            id="speed"
            name="speed"
            type="number"
            min="0"
            max="${SPEED_MAX}"
            step="any"
            required
            value="${world.speed}"
          />
        </div>
        <button class="quiet" type="submit">Set</button>
      </form>
    </div>
  </section>`;
}

function projectOptions(): readonly Markup[] {
  return PROJECT_CATALOGUE.map(({ name }) => html`<option>${name}</option>`);
}

function hoursField(name: string, label: string, value: string): Markup {
  return html`<div class="field" style="width: 8rem">
    <label for="${name}">${label}</label>
    <input id="${name}" name="${name}" type="text" inputmode="decimal" required value="${value}" />
  </div>`;
}

function button(control: string, text: string): Markup {
  return html`<form method="post" action="/control/${control}">
    <button class="quiet" type="submit">${text}</button>
  </form>`;
}

function projectsCard(context: SandboxContext, nowMs: number): Markup {
  const statuses = projectStatuses(context, nowMs);
  return html`<section class="card" aria-labelledby="projects">
    <h2 id="projects">Projects in the cloud</h2>
    <div class="scroll" role="region" aria-label="Table of projects" tabindex="0">
      <table>
        <caption>
          ${statuses.length} projects; machines and vCPU that run now, per site
        </caption>
        <thead>
          <tr>
            <th scope="col">Project</th>
            <th scope="col">Pattern</th>
            ${SITES.map(({ location }) => html`<th scope="col" class="number">${location}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${statuses.map(projectRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function projectRow(status: ProjectStatus): Markup {
  return html`<tr>
    <th scope="row">${status.name}</th>
    <td><span class="tag">${status.pattern}</span></td>
    ${SITES.map(({ locationId }) => {
      const site = status.sites.find((candidate) => candidate.locationId === locationId);
      return html`<td class="number">${machinesText(site)}</td>`;
    })}
  </tr>`;
}

function machinesText(site: ProjectStatus['sites'][number] | undefined): Markup {
  if (site === undefined) return html`<span class="muted" aria-label="not on this site">–</span>`;
  if (site.machinesRunning === 0) return html`<span class="muted">none</span>`;
  return html`${site.machinesRunning}
    <span class="muted">(${COUNT.format(site.vcpusRunning)} vCPU)</span>`;
}

function instant(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
