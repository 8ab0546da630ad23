import { describe, expect, it } from '@jest/globals';
import { type JobScheduleInput } from '@os-credits/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { admin, editor, problem, staff } from '../../testing/handlers.js';
import { uuid } from '../../testing/job-answers.js';
import { renderApp } from '../../testing/render-app.js';
import { changeBehind, scheduleOf } from '../../testing/schedule-handlers.js';
import { server } from '../../testing/server.js';

const path = '/schedules';
const rowOf = async (name: string) => {
  const list = await screen.findByRole('list', { name: 'Schedules' });
  const row = within(list)
    .getAllByRole('listitem')
    .find((each) => each.textContent.includes(name));
  expect(row).toBeDefined();
  return row!;
};

describe('the list of schedules', () => {
  it('shows when each runs next, how it ended last, and its clock', async () => {
    const { container } = await renderApp({ path, as: admin });
    const row = await rowOf('nightly sync');
    expect(row).toHaveTextContent('0 2 * * *');
    expect(row).toHaveTextContent('Europe/Berlin');
    expect(row).toHaveTextContent('Succeeded');
    expect(await rowOf('weekly check')).toHaveTextContent('Paused');
    expect(await rowOf('weekly check')).toHaveTextContent('has not run yet');
    expect(await axeViolations(container)).toEqual([]);
  });

  it('pauses and resumes', async () => {
    await renderApp({ path, as: admin });
    await userEvent.click(
      within(await rowOf('nightly sync')).getByRole('button', { name: 'Pause' }),
    );
    await waitFor(async () => {
      expect(await rowOf('nightly sync')).toHaveTextContent('none while paused');
    });
    expect(
      within(await rowOf('nightly sync')).getByRole('button', { name: 'Resume' }),
    ).toBeInTheDocument();
  });

  it('runs one now after a question and goes to the run', async () => {
    const { router } = await renderApp({ path, as: admin });
    const row = await rowOf('nightly sync');
    await userEvent.click(within(row).getByRole('button', { name: 'Run now' }));
    const dialog = await screen.findByRole('dialog', { name: 'Run “nightly sync” now?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Run now' }));
    await waitFor(() => expect(router.state.location.pathname).toBe(`/jobs/${uuid(1)}`));
  });

  it('keeps its filter in the address', async () => {
    const { router } = await renderApp({ path, as: admin });
    await userEvent.click(await screen.findByRole('radio', { name: 'Paused' }));
    expect(router.state.location.href).toBe('/schedules?show=paused');
    const list = await screen.findByRole('list', { name: 'Schedules' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
  });

  it.each([
    ['/schedules', 'Nothing runs by the clock'],
    ['/schedules?show=paused', 'No schedule fits'],
  ])('at %s without any says "%s"', async (address, text) => {
    server.use(http.get('*/api/job-schedules', () => HttpResponse.json({ schedules: [] })));
    await renderApp({ path: address, as: admin });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('says who may change them, and why one started nothing', async () => {
    server.use(
      http.get('*/api/job-schedules', () =>
        HttpResponse.json({ schedules: [scheduleOf(501, { lastError: 'the type is gone' })] }),
      ),
    );
    await renderApp({ path, as: editor });
    expect(await screen.findByText(/Needs the role “Staff: admin”/)).toBeInTheDocument();
    expect(await rowOf('schedule-501')).toHaveTextContent('the type is gone');
    expect(screen.queryByRole('link', { name: 'New schedule' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Pause' })).toHaveAttribute('aria-disabled', 'true');
  });

  it('shows an error with its code', async () => {
    server.use(http.get('*/api/job-schedules', () => problem('overloaded')));
    await renderApp({ path, as: staff });
    expect(await screen.findByRole('alert')).toHaveTextContent('overloaded');
  });
});

describe('making a schedule', () => {
  it('previews the next five times in its zone and in the reader’s', async () => {
    const { container } = await renderApp({ path: '/schedules/new?type=demo', as: admin });
    const zone = await screen.findByRole('combobox', { name: 'Time zone' });
    await userEvent.clear(zone);
    await userEvent.type(zone, 'Asia/Tokyo');
    const table = await screen.findByRole('table', { name: 'The next five times' });
    await waitFor(() => expect(table).toHaveTextContent('In its zone (Asia/Tokyo)'));
    expect(table).toHaveTextContent('10:00 GMT+9');
    expect(within(table).getAllByRole('row')).toHaveLength(6);
    expect(within(table).getAllByRole('columnheader')).toHaveLength(2);
    expect(await axeViolations(container)).toEqual([]);
  });

  it('says at the field what is wrong with the expression', async () => {
    await renderApp({ path: '/schedules/new?type=demo', as: admin });
    const cron = await screen.findByRole('textbox', { name: 'Cron expression' });
    await userEvent.clear(cron);
    await userEvent.type(cron, 'daily');
    await waitFor(() => expect(cron).toHaveAccessibleDescription(/needs five fields/));
    expect(screen.queryByRole('table')).toBeNull();
  });

  it('posts it with the parameters of its form', async () => {
    let posted: JobScheduleInput | null = null;
    server.events.on('request:start', async ({ request }) => {
      if (request.method === 'POST' && request.url.endsWith('/api/job-schedules')) {
        posted = (await request.clone().json()) as JobScheduleInput;
      }
    });
    const { router } = await renderApp({ path: '/schedules/new?type=demo', as: admin });
    const make = await screen.findByRole('button', { name: 'Make the schedule' });
    await userEvent.click(make);
    const name = screen.getByRole('textbox', { name: 'Name' });
    expect(name).toHaveAccessibleDescription('This is needed.');
    await userEvent.type(name, 'at three');
    await userEvent.click(make);
    await waitFor(() => expect(router.state.location.pathname).toBe('/schedules'));
    expect(posted).toMatchObject({
      name: 'at three',
      type: 'demo',
      cron: '0 3 * * *',
      parameters: { steps: 10 },
      missedRule: 'run-once',
      isPaused: false,
    });
    expect(await rowOf('at three')).toBeInTheDocument();
    server.events.removeAllListeners();
  });
});

describe('changing a schedule', () => {
  const one = `/schedules/${uuid(501)}`;

  it('saves what was changed', async () => {
    const { router, container } = await renderApp({ path: one, as: admin });
    const cron = await screen.findByRole('textbox', { name: 'Cron expression' });
    expect(screen.getByRole('textbox', { name: /^Steps/ })).toHaveValue('5');
    expect(await axeViolations(container)).toEqual([]);
    await userEvent.clear(cron);
    await userEvent.type(cron, '30 4 * * *');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/schedules'));
    expect(await rowOf('nightly sync')).toHaveTextContent('30 4 * * *');
  });

  it('shows both versions where somebody else changed it, and lets one choose', async () => {
    const { router } = await renderApp({ path: one, as: admin });
    const cron = await screen.findByRole('textbox', { name: 'Cron expression' });
    changeBehind(uuid(501), { cron: '15 5 * * *', updatedBy: 'Otto Other' });
    await userEvent.clear(cron);
    await userEvent.type(cron, '30 4 * * *');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    const conflict = await screen.findByText(/Otto Other changed this meanwhile/);
    const alert = conflict.closest<HTMLElement>('[role="alert"]')!;
    expect(
      within(alert)
        .getAllByRole('row')
        .map((row) => row.textContent),
    ).toEqual(['WhatYoursTheirs', 'Cron expression30 4 * * *15 5 * * *']);
    await userEvent.click(within(alert).getByRole('button', { name: 'Save yours over it' }));
    await waitFor(() => expect(router.state.location.pathname).toBe('/schedules'));
    expect(await rowOf('nightly sync')).toHaveTextContent('30 4 * * *');
  });

  it('begins anew with theirs where one takes it', async () => {
    await renderApp({ path: one, as: admin });
    const cron = await screen.findByRole('textbox', { name: 'Cron expression' });
    changeBehind(uuid(501), { cron: '15 5 * * *' });
    await userEvent.type(cron, ' ');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Take theirs' }));
    expect(await screen.findByRole('textbox', { name: 'Cron expression' })).toHaveValue(
      '15 5 * * *',
    );
    expect(screen.queryByText(/changed this meanwhile/)).toBeNull();
  });

  it('is removed after a question', async () => {
    await renderApp({ path: one, as: admin });
    await userEvent.click(await screen.findByRole('button', { name: 'Remove' }));
    const dialog = await screen.findByRole('dialog', { name: 'Remove “nightly sync”?' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Remove' }));
    const list = await screen.findByRole('list', { name: 'Schedules' });
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(1));
  });

  it('says that it does not exist', async () => {
    await renderApp({ path: `/schedules/${uuid(999)}`, as: admin });
    expect(await screen.findByText('There is no such schedule')).toBeInTheDocument();
  });
});
