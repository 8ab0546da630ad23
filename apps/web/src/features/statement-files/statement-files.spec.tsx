import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http } from 'msw';
import { problem } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';
import { fileNameOf } from './statement-file.js';

const path = '/projects/protein-folding';
const files = () => screen.findByRole('region', { name: 'Download the statement:' });

describe('files of the statement', () => {
  const saved: string[] = [];
  const asked: URLSearchParams[] = [];
  let click: jest.SpiedFunction<() => void>;

  beforeEach(() => {
    saved.length = 0;
    asked.length = 0;
    Object.assign(URL, { createObjectURL: () => 'blob:file', revokeObjectURL: () => undefined });
    // jsdom would try to go to the address of the file.
    click = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      saved.push(this.download);
    });
    server.events.on('request:start', ({ request }) => {
      const url = new URL(request.url);
      if (url.pathname.endsWith('/statement')) asked.push(url.searchParams);
    });
  });
  afterEach(() => {
    click.mockRestore();
    server.events.removeAllListeners();
  });

  it('are asked of the server for the period that is shown, in the chosen language', async () => {
    await renderApp({ path: `${path}?booked=custom&bookedFrom=2026-11-01&bookedTo=2026-11-10` });
    const box = await files();
    expect(box).toHaveTextContent(/Nov 1 – 10, 2026|1–10 Nov 2026/);
    await userEvent.selectOptions(within(box).getByRole('combobox', { name: 'Language' }), 'de');
    await userEvent.click(within(box).getByRole('link', { name: 'Download as PDF' }));
    await waitFor(() => expect(saved).toEqual(['protein-folding-statement.pdf']));
    expect(Object.fromEntries(asked[0]!)).toEqual({
      from: '2026-11-01T00:00:00.000Z',
      to: '2026-11-11T00:00:00.000Z',
      format: 'pdf',
      detail: 'day',
      language: 'de',
    });
  });

  it('hold every hour where that is wanted, and JSON has no language', async () => {
    await renderApp({ path });
    const box = await files();
    expect(box).toHaveTextContent('the whole account');
    await userEvent.selectOptions(
      within(box).getByRole('combobox', { name: 'Lines of PDF and CSV' }),
      'entry',
    );
    await userEvent.click(within(box).getByRole('link', { name: 'Download as CSV' }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(Object.fromEntries(asked[0]!)).toEqual({
      format: 'csv',
      detail: 'entry',
      language: 'en',
    });
    expect(within(box).getByRole('link', { name: 'Download as JSON' })).toHaveAttribute(
      'href',
      'http://localhost/api/projects/protein-folding/statement?format=json',
    );
  });

  it('say why they cannot be had, and nothing is saved', async () => {
    server.use(http.get('*/api/projects/:name/statement', () => problem('overloaded', 'Too busy')));
    await renderApp({ path });
    const box = await files();
    await userEvent.click(within(box).getByRole('link', { name: 'Download as PDF' }));
    expect(await within(box).findByRole('alert')).toHaveTextContent('Too busy');
    expect(saved).toEqual([]);
  });
});

it.each([
  ['attachment; filename="x.pdf"; filename*=UTF-8\'\'M%C3%BCll%20a.pdf', 'Müll a.pdf'],
  ['attachment; filename="x.pdf"', null],
  ["attachment; filename*=UTF-8''%E0%A4%A", null],
  [null, null],
])('%s names the file %s', (header, name) => {
  expect(fileNameOf(header)).toBe(name);
});
