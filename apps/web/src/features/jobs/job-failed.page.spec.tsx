import { describe, expect, it } from '@jest/globals';
import { screen, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { admin } from '../../testing/handlers.js';
import { detailOfRun, runOf, uuid } from '../../testing/job-answers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

const MESSAGE = 'groupsManager.getRichAdmins: no answer within 60 s';

/** Opens the page of such a run; what stands about its failure. */
async function open(errorClass: string, language: 'de' | 'en') {
  const run = runOf(4, { state: 'failed', error: { errorClass, message: MESSAGE } });
  server.use(
    http.get('*/api/jobs/:id', () =>
      HttpResponse.json(detailOfRun(run, { actions: ['retry', 'run-again'] })),
    ),
  );
  await renderApp({ path: `/jobs/${uuid(4)}`, as: admin, language });
  const label = await screen.findByText(
    language === 'de' ? 'Warum er fehlschlug' : 'Why it failed',
  );
  return within(label.parentElement ?? document.body);
}

describe('a run that failed', () => {
  it.each([
    ['perun-failed', 'de', /Prüfen Sie auf der Seite „Perun“ die Verbindung/],
    ['perun-failed', 'en', /Test the connection on the page “Perun”/],
    ['RangeError', 'de', /womit das Programm nicht gerechnet hat/],
  ] as const)('with %s says in %s what to do, before the English report', async (...given) => {
    const [errorClass, language, advice] = given;
    const failure = await open(errorClass, language);
    expect(failure.getByText(advice)).toBeInTheDocument();
    expect(failure.getByText(errorClass, { selector: 'code' })).toBeInTheDocument();
    expect(failure.getByText(MESSAGE)).toHaveAttribute('lang', 'en');
  });

  it('offers what can be done in the head of the page', async () => {
    await open('perun-failed', 'en');
    const head = screen.getByRole('heading', { level: 1 }).closest('div')
      ?.parentElement?.parentElement;
    if (!head) throw new Error('the heading has no head');
    expect(await within(head).findByRole('button', { name: 'Run again' })).toBeInTheDocument();
  });
});
