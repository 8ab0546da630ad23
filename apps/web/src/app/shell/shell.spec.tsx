import { describe, expect, it } from '@jest/globals';
import { screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { config, nobody, problem } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';

describe('signing in', () => {
  it('leads who has no session to the sign-in page and remembers where they wanted to go', async () => {
    const { router, container } = await renderApp({
      path: '/projects/protein-folding?range=7d',
      as: nobody,
    });
    const link = await screen.findByRole('link', { name: 'Sign in' });
    expect(link).toHaveAttribute(
      'href',
      '/api/auth/login?returnTo=%2Fprojects%2Fprotein-folding%3Frange%3D7d',
    );
    expect(router.state.location.pathname).toBe('/sign-in');
    expect(screen.getByText(/This is a sandbox/)).toBeInTheDocument();
    expect(await axeViolations(container)).toEqual([]);
  });

  it('has no hint about a sandbox in production', async () => {
    server.use(http.get('*/api/config', () => HttpResponse.json({ ...config, sandbox: false })));
    await renderApp({ path: '/sign-in', as: nobody });
    await screen.findByRole('link', { name: 'Sign in' });
    expect(screen.queryByText(/sandbox/i)).toBeNull();
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example'])(
    'never returns to the foreign address %s',
    async (returnTo) => {
      await renderApp({
        path: `/sign-in?${new URLSearchParams({ returnTo }).toString()}`,
        as: nobody,
      });
      expect(await screen.findByRole('link', { name: 'Sign in' })).toHaveAttribute(
        'href',
        '/api/auth/login?returnTo=%2Fprojects',
      );
    },
  );

  it('tells the code of a sign-in that failed', async () => {
    await renderApp({ path: '/sign-in-failed?code=sign-in-expired', as: nobody });
    expect(await screen.findByText('sign-in-expired')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Sign in again' })).toBeInTheDocument();
  });

  it('goes to the sign-in page when the session ends meanwhile', async () => {
    server.use(http.get('*/api/projects', () => problem('unauthenticated')));
    await renderApp({ path: '/projects' });
    expect(await screen.findByRole('link', { name: 'Sign in' })).toBeInTheDocument();
  });
});

describe('the shell', () => {
  it('switches the language without a reload, for the document too', async () => {
    await renderApp({ path: '/projects' });
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Language' }), 'de');
    expect(await screen.findByRole('heading', { name: 'Meine Projekte' })).toBeInTheDocument();
    expect(document.documentElement.lang).toBe('de');
    expect(window.localStorage.getItem('os-credits.language')).toBe('de');
  });

  it('moves the focus to the heading of a new page and names the tab', async () => {
    await renderApp({ path: '/projects' });
    await userEvent.click(await screen.findByRole('link', { name: 'plant-phenotyping' }));
    const heading = await screen.findByRole('heading', { level: 1, name: 'plant-phenotyping' });
    await waitFor(() => expect(heading).toHaveFocus());
    expect(document.title).toBe('plant-phenotyping · OS Credits');
  });

  it('offers the way back from an address that does not exist', async () => {
    await renderApp({ path: '/nowhere' });
    expect(await screen.findByRole('heading', { name: 'Page not found' })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'To the projects' })).toBeInTheDocument();
  });

  it('signs out with the CSRF token', async () => {
    let token: string | null = null;
    server.use(
      http.post('*/api/auth/logout', ({ request }) => {
        token = request.headers.get('x-csrf-token');
        return problem('csrf-token-invalid');
      }),
    );
    await renderApp({ path: '/projects' });
    await userEvent.click(await screen.findByText('Sign out'));
    expect(await screen.findByText('Signing out failed. Try again.')).toBeInTheDocument();
    expect(token).toBe('csrf-1');
  });

  it('says when the server cannot be reached at all', async () => {
    server.use(http.get('*/api/config', () => HttpResponse.error()));
    await renderApp({ path: '/projects' });
    expect(await screen.findByRole('alert')).toHaveTextContent('network-unreachable');
    expect(screen.getByRole('banner')).toHaveTextContent('OS Credits');
  });
});
