import { beforeEach, describe, expect, it } from '@jest/globals';
import { type IntakeResponse } from '@os-credits/contracts';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { admin, lead, problem } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const path = '/intake';
const counts = (stored: number, duplicate = 0, quarantined = 0, silentSeconds = 0) => ({
  storedCount: stored,
  duplicateCount: duplicate,
  quarantinedCount: quarantined,
  silentSeconds,
});
const answer: IntakeResponse = {
  from: '2026-11-21T00:00:00.000Z',
  to: '2026-11-23T00:00:00.000Z',
  total: counts(12_345, 7, 3, 5400),
  sites: [
    {
      site: '8675',
      siteName: 'Gießen',
      isSilent: true,
      lastReadingAt: '2026-11-22T10:00:00.000Z',
      total: counts(12_345, 7, 2, 5400),
      days: [
        { day: '2026-11-21', ...counts(12_000) },
        { day: '2026-11-22', ...counts(345, 7, 2, 5400) },
      ],
    },
    {
      site: null,
      siteName: null,
      isSilent: false,
      lastReadingAt: null,
      total: counts(0, 0, 1),
      days: [{ day: '2026-11-22', ...counts(0, 0, 1) }],
    },
  ],
};
let asked: URL[];
beforeEach(() => {
  asked = [];
  server.use(
    http.get('*/api/operations/intake', ({ request }) => {
      asked.push(new URL(request.url));
      return HttpResponse.json(answer);
    }),
  );
});

const rowTexts = async (table: string): Promise<string[]> =>
  within(await screen.findByRole('table', { name: table }))
    .getAllByRole('row')
    .map((row) =>
      [...row.children].map((cell) => cell.textContent.replaceAll('\u00a0', ' ')).join('|'),
    );

describe('the intake', () => {
  it('shows every site with its counts, and what is silent now', async () => {
    const { container } = await renderApp({ path, as: admin });
    const rows = await rowTexts('By site');
    expect(rows[1]).toMatch(/^Gießen\|12,345\|7\|2\|1 h 30 min\|.*silent now$/);
    expect(rows[2]).toMatch(/^No known site\|0\|0\|1\|/);
    expect(rows[3]).toMatch(/^All sites\|12,345\|7\|3\|1 h 30 min\|/);
    expect(await axeViolations(container)).toEqual([]);
  });

  it('shows the days, newest first', async () => {
    await renderApp({ path, as: admin, language: 'de' });
    const rows = await rowTexts('Nach Tag');
    expect(rows.map((row) => row.split('|').slice(0, 3).join(' '))).toEqual([
      'Tag Standort Gespeichert',
      '22. Nov. 2026 Gießen 345',
      '22. Nov. 2026 Kein bekannter Standort 0',
      '21. Nov. 2026 Gießen 12.000',
    ]);
  });

  it('keeps the period in the address', async () => {
    const { router } = await renderApp({ path, as: admin });
    await rowTexts('By site');
    await userEvent.click(screen.getByRole('radio', { name: '31 days' }));
    expect(router.state.location.search).toEqual({ days: '31' });
    const spans = asked.map((url) => Date.now() - Date.parse(url.searchParams.get('from') ?? ''));
    expect(spans.map((span) => Math.round(span / 86_400_000))).toEqual([6, 30]);
  });

  it('says what went wrong', async () => {
    server.use(http.get('*/api/operations/intake', () => problem('overloaded')));
    await renderApp({ path, as: admin });
    expect(await screen.findByRole('alert')).toBeInTheDocument();
  });

  it('is for staff', async () => {
    await renderApp({ path, as: lead });
    expect(
      await screen.findByText('This part is for the operators of the service'),
    ).toBeInTheDocument();
    expect(asked).toEqual([]);
  });
});
