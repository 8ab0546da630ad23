import { expect, it } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { staff } from '../../testing/handlers.js';
import { auditEventOf } from '../../testing/re-rating-handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const rows = async () =>
  within(await screen.findByRole('list', { name: 'Audit trail' })).getAllByRole('listitem');

it('shows who changed what and why, with what differs on demand', async () => {
  const { container } = await renderApp({ path: '/audit', as: staff });
  const [published, changed, made] = await rows();
  expect(published).toHaveTextContent('Wanda Admin published Autumn 2026');
  expect(published).toHaveTextContent('Reason: yearly prices');
  await userEvent.click(within(changed!).getByText('Before and after'));
  expect(changed).toHaveTextContent('1.25');
  expect(changed).not.toHaveTextContent('titleWinter');
  await userEvent.click(within(made!).getByText('Before and after'));
  expect(made).toHaveTextContent('It was not there.');
  expect(within(made!).getByRole('link', { name: 'gpu' })).toHaveAttribute(
    'href',
    '/credit-metrics/3',
  );
  expect(await axeViolations(container)).toEqual([]);
});

it('is narrowed by the address, and says when nothing fits', async () => {
  const { router } = await renderApp({ path: '/audit?subjectKind=metric', as: staff });
  expect(await rows()).toHaveLength(1);
  await userEvent.type(screen.getByRole('searchbox', { name: 'Person (whole name)' }), 'Nobody');
  await waitFor(() =>
    expect(router.state.location.href).toBe('/audit?subjectKind=metric&actor=Nobody'),
  );
  // Typing goes on where it was, although the address changed meanwhile.
  expect(screen.getByRole('searchbox', { name: 'Person (whole name)' })).toHaveFocus();
  await userEvent.click(await screen.findByRole('button', { name: 'Clear the filters' }));
  expect(await rows()).toHaveLength(3);
  expect(screen.getByRole('searchbox', { name: 'Person (whole name)' })).toHaveValue('');
});

it('tells decisions about many readings by how they were found, and leads to them', async () => {
  server.use(
    http.get('*/api/audit', () =>
      HttpResponse.json({
        events: [
          auditEventOf(3, {
            action: 'quarantine.release',
            subjectKind: 'quarantine',
            subject: '{"reason":"in-the-future","site":""}',
            subjectTitle: null,
            reason: 'its clock was ahead',
            before: null,
            after: { releasedCount: 41, duplicateCount: 1, dismissedCount: 0, refusedCount: 2 },
          }),
          auditEventOf(2, {
            action: 'held-charge.release',
            subjectKind: 'held-charge',
            subject: '7.12.1-2',
            subjectTitle: null,
            before: null,
            after: { decidedCount: 1, credits: '39000' },
          }),
          auditEventOf(1, {
            action: 'data-quality-event.acknowledge',
            subjectKind: 'data-quality-event',
            subject: '{}',
            subjectTitle: null,
            reason: '',
            before: null,
            after: { changedCount: 7 },
          }),
        ],
        nextCursor: null,
      }),
    ),
  );
  await renderApp({ path: '/audit', as: staff });
  const [released, held, seen] = await rows();
  const link = within(released!).getByRole('link', { name: '42 readings in quarantine' });
  expect(Object.fromEntries(new URL(link.getAttribute('href')!, 'http://x').searchParams)).toEqual({
    view: 'readings',
    status: 'released',
    reason: 'in-the-future',
    site: '',
  });
  expect(released).toHaveTextContent('Quarantined as: in-the-future · Site: not named');
  expect(released).toHaveTextContent('could not be released: 2');
  expect(held).toHaveTextContent('released 1 held charge');
  expect(held).toHaveTextContent('Effect on used credits: +39,000.00');
  expect(seen).toHaveTextContent('acknowledged 7 data-quality events');
  expect(seen).toHaveTextContent('Found without any filter');
  expect(seen).not.toHaveTextContent('Reason:');
});
