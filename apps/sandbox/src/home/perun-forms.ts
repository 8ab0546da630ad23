import { html, type Markup } from '../pages/html.js';
import { FAULT_KINDS, PEOPLE, projectsOf, type PerunSimulator } from '../perun/index.js';

/** A button that is a whole form. */
export function controlButton(
  control: string,
  text: string,
  fields: Readonly<Record<string, string>> = {},
): Markup {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  return html`<form method="post" action="/control/perun/${control}">
    ${hidden}<button class="quiet" type="submit">${text}</button>
  </form>`;
}

/** Everything the cloud's office, or somebody careless, does in Perun. */
export function groupForms(perun: PerunSimulator): Markup {
  const groups = projectsOf(perun).map(
    ({ id, name }) => html`<option value="${id}">${name}</option>`,
  );
  const resources = perun.state.resources
    .all()
    .map(({ id, name }) => html`<option value="${id}">${name}</option>`);
  const people = PEOPLE.map(
    ({ firstName, lastName, username }) =>
      html`<option value="${username}">${firstName} ${lastName}</option>`,
  );
  return html`${creditsForm(groups)} ${nameForm(groups)} ${resourceForm(groups, resources)}
  ${personForm(groups, people)} ${newGroupForm(resources, people)}`;
}

function creditsForm(groups: readonly Markup[]): Markup {
  return form('Credits', [
    select('credits-group', 'group', 'Group', groups),
    input('credits', 'credits', 'Credits', { size: '9rem', value: '1000' }),
    button('grant', 'Set grant'),
    button('used', 'Overwrite used credits'),
  ]);
}

function nameForm(groups: readonly Markup[]): Markup {
  return form('Name', [
    select('name-group', 'group', 'Group', groups),
    input('new-name', 'name', 'New name', { size: '12rem' }),
    button('rename', 'Rename'),
    button('remove-group', 'Remove group'),
  ]);
}

function resourceForm(groups: readonly Markup[], resources: readonly Markup[]): Markup {
  return form('Site', [
    select('resource-group', 'group', 'Group', groups),
    select('resource', 'resource', 'Resource', resources),
    button('assign', 'Assign'),
    button('unassign', 'Take off'),
  ]);
}

function personForm(groups: readonly Markup[], people: readonly Markup[]): Markup {
  return form('People', [
    select('person-group', 'group', 'Group', groups),
    select('person', 'login', 'Person', people),
    button('add-lead', 'Add lead'),
    button('remove-lead', 'Remove lead'),
    button('add-member', 'Add member'),
    button('remove-member', 'Remove member'),
  ]);
}

function newGroupForm(resources: readonly Markup[], people: readonly Markup[]): Markup {
  return form('New group', [
    input('group-name', 'name', 'Name', { size: '12rem' }),
    input('group-credits', 'credits', 'Credits', { size: '8rem', value: '1000' }),
    select('group-resource', 'resource', 'Resource', resources),
    select('group-lead', 'lead', 'Lead', people),
    button('add-group', 'Add group'),
  ]);
}

/** Lets calls go wrong. */
export function faultForm(): Markup {
  const kinds = FAULT_KINDS.map((kind) => html`<option>${kind}</option>`);
  return form('Faults on demand', [
    select('fault-kind', 'kind', 'Kind', kinds),
    input('fault-method', 'method', 'Method', { size: '15rem', value: '*' }),
    input('fault-nth', 'nth', 'From call no.', { size: '7rem', value: '1' }),
    input('fault-count', 'count', 'How often', { size: '7rem', isOptional: true }),
    input('fault-latency', 'latencyMs', 'Milliseconds', { size: '7rem', isOptional: true }),
    button('faults', 'Add fault'),
  ]);
}

function form(legend: string, content: readonly Markup[]): Markup {
  return html`<form method="post">
    <fieldset>
      <legend>${legend}</legend>
      <div class="actions" style="margin-top: 0">${content}</div>
    </fieldset>
  </form>`;
}

function button(control: string, text: string): Markup {
  return html`<button class="quiet" type="submit" formaction="/control/perun/${control}">
    ${text}
  </button>`;
}

function select(id: string, name: string, label: string, options: readonly Markup[]): Markup {
  return html`<div class="field grow">
    <label for="${id}">${label}</label>
    <select id="${id}" name="${name}">
      ${options}
    </select>
  </div>`;
}

interface InputLook {
  readonly size: string;
  readonly value?: string;
  readonly isOptional?: boolean;
}

/** Not `required`: the other buttons of the same form do without some of the fields. */
function input(id: string, name: string, label: string, look: InputLook): Markup {
  return html`<div class="field" style="width: ${look.size}">
    <label for="${id}">${label}${look.isOptional === true ? ' (any)' : ''}</label>
    <input id="${id}" name="${name}" type="text" value="${look.value ?? ''}" />
  </div>`;
}
