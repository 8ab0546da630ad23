import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { entryId, type StatementLine } from '@os-credits/contracts';
import { screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { axeViolations } from '../../testing/axe-violations.js';
import { editor, problem, staff } from '../../testing/handlers.js';
import { renderApp } from '../../testing/render-app.js';
import { server } from '../../testing/server.js';
import { correctionTarget } from './corrections.params.js';
// Loaded before the first test, which would otherwise wait for what pages load lazily.
import '../../app/project-page/project.page.js';
import './index.js';

const path = '/projects/protein-folding';
type Sent = { key: string | null; body: Record<string, unknown> };
const sent: Sent[] = [];

beforeEach(() => {
  sent.length = 0;
  server.events.on('request:start', async ({ request }) => {
    if (!/adjustments$|reversal$/.test(new URL(request.url).pathname)) return;
    sent.push({
      key: request.headers.get('idempotency-key'),
      body: (await request.clone().json()) as Sent['body'],
    });
  });
});
afterEach(() => {
  server.events.removeAllListeners();
});

async function openAdjustment() {
  const app = await renderApp({ path, as: editor });
  await userEvent.click(await screen.findByRole('button', { name: 'Give or take credits …' }));
  const dialog = await screen.findByRole('dialog', {
    name: 'Correct the account of protein-folding',
  });
  return { ...app, dialog };
}

async function fill(dialog: HTMLElement, amount: string, direction: 'Give' | 'Take' = 'Give') {
  await userEvent.click(within(dialog).getByRole('radio', { name: `${direction} credits` }));
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Credits to/ }), amount);
  await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'Outage on Sunday');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Show what it does' }));
}

describe('an adjustment', () => {
  it('is tried out by the server first, then posted once, and leads to its entry', async () => {
    const { dialog, router } = await openAdjustment();
    expect(await axeViolations(dialog)).toEqual([]);
    await fill(dialog, '12.5', 'Take');
    const preview = await within(dialog).findByRole('table', { name: /before and after/ });
    expect(dialog).toHaveTextContent('The project loses −12.50 credits');
    expect(within(preview).getAllByRole('row')).toHaveLength(4);
    expect(sent).toEqual([
      {
        key: null,
        body: { credits: '-12.5', reason: 'Outage on Sunday', attachment: null, isDryRun: true },
      },
    ]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Post it' }));
    const outcome = await screen.findByRole('dialog', { name: /^Entry \d+ was posted$/ });
    expect(outcome).toHaveTextContent('An adjustment of −12.50 credits');
    expect(sent[1]?.body).toEqual({
      credits: '-12.5',
      reason: 'Outage on Sunday',
      attachment: null,
    });
    expect(sent[1]?.key).toMatch(/^[0-9a-f]{32}$/);
    await userEvent.click(within(outcome).getByRole('button', { name: /^Show entry/ }));
    await waitFor(() => expect(router.state.location.hash).toMatch(/^entry-\d+$/));
    expect(router.state.location.search).toMatchObject({ booked: 'custom' });
  });

  it.each([
    ['1,5', 'Write a point instead of the comma: 1.5'],
    ['-5', 'Leave the sign out and choose “give” or “take” instead.'],
    ['0', 'It must not be 0.'],
  ])('of "%s" is refused while it is typed', async (amount, fault) => {
    const { dialog } = await openAdjustment();
    await fill(dialog, amount);
    expect(within(dialog).getByRole('alert')).toHaveTextContent(fault);
    expect(sent).toEqual([]);
  });

  it('needs a reason', async () => {
    const { dialog } = await openAdjustment();
    await userEvent.type(within(dialog).getByRole('textbox', { name: /^Credits to/ }), '5');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Show what it does' }));
    expect(within(dialog).getByRole('alert')).toHaveTextContent('Say why');
    expect(sent).toEqual([]);
  });

  it('of more than 1 000 credits needs the name of the project', async () => {
    const { dialog } = await openAdjustment();
    await fill(dialog, '1000.5');
    const name = await within(dialog).findByRole('textbox', { name: /Type the project's name/ });
    await userEvent.type(name, 'protein');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Post it' }));
    expect(within(dialog).getByRole('alert')).toHaveTextContent('not the name of the project');
    expect(sent).toHaveLength(1);
    await userEvent.type(name, '-folding');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Post it' }));
    expect(await screen.findByRole('dialog', { name: /was posted$/ })).toBeVisible();
    expect(sent[1]?.body['credits']).toBe('1000.5');
  });

  it('keeps its key when the answer gets lost, also after a change of the form', async () => {
    const { dialog } = await openAdjustment();
    await fill(dialog, '5');
    server.use(
      http.post('*/api/projects/:name/adjustments', async ({ request }) =>
        ((await request.clone().json()) as Sent['body'])['isDryRun'] === true
          ? undefined
          : HttpResponse.error(),
      ),
    );
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Post it' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('cannot be reached');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Change it' }));
    await userEvent.type(within(dialog).getByRole('textbox', { name: /^Credits to/ }), '0');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Show what it does' }));
    server.use(
      http.post('*/api/projects/:name/adjustments', () =>
        problem('idempotency-key-reused', 'The idempotency key belongs to entry 77.'),
      ),
    );
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Post it' }));
    expect(await within(dialog).findByText(/belongs to entry 77/)).toBeVisible();
    const keys = sent.flatMap(({ key }) => key ?? []);
    expect(keys).toHaveLength(2);
    expect(keys[0]).toBe(keys[1]);
  });

  it('is not for viewers, who are told so', async () => {
    await renderApp({ path: `${path}?correct=adjustment`, as: staff });
    const button = await screen.findByRole('button', { name: 'Give or take credits …' });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription('Needs the role “Staff: editor”.');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('link', { name: /^Undo entry/ })).toBeNull();
  });
});

describe('a reversal', () => {
  it('is opened from the row of an entry and undoes it as a whole', async () => {
    const { router } = await renderApp({ path, as: editor });
    const lines = await screen.findAllByRole('button', { name: /cpu at bielefeld/ });
    await userEvent.click(lines[1]!);
    const [first] = await screen.findAllByRole('link', { name: /^Undo entry \d+$/ });
    await userEvent.click(first!);
    const dialog = await screen.findByRole('dialog', {
      name: /^Undo entry \d+ of protein-folding$/,
    });
    const { correct } = router.state.location.search as { correct: string };
    expect(dialog).toHaveAccessibleName(`Undo entry ${correct} of protein-folding`);
    expect(within(dialog).queryByRole('radio')).toBeNull();
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'posted twice');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Show what it does' }));
    expect(await within(dialog).findByText(/by undoing entry/)).toBeVisible();
    await userEvent.click(within(dialog).getByRole('button', { name: 'Post it' }));
    const outcome = await screen.findByRole('dialog', { name: /was posted$/ });
    expect(outcome).toHaveTextContent(`Entry ${correct} was undone by`);
    expect(router.state.location.search).not.toHaveProperty('correct');
  });

  it('and what it undid lead to each other, and are undone only once', async () => {
    const line = (id: string, kind: 'adjustment' | 'reversal', ends: object): StatementLine => ({
      key: `entry:${id}`,
      kind,
      isOpen: false,
      from: '2026-11-20T10:00:00.000Z',
      to: '2026-11-20T10:00:00.000Z',
      credits: '5',
      balanceAfter: '5',
      charge: null,
      entryId: id,
      correctsId: null,
      correctedById: null,
      reason: null,
      source: 'staff',
      actor: null,
      ...ends,
    });
    server.use(
      http.get('*/api/projects/:name/ledger', () =>
        HttpResponse.json({
          project: 'protein-folding',
          entries: [],
          lines: [
            line('9', 'reversal', { correctsId: '8' }),
            line('8', 'adjustment', { correctedById: '9' }),
            line('7', 'reversal', { correctsId: '3' }),
          ],
          nextCursor: null,
        }),
      ),
    );
    const { router } = await renderApp({ path, as: editor });
    await userEvent.click(await screen.findByRole('link', { name: 'undoes entry 8' }));
    await waitFor(() => expect(router.state.location.hash).toBe('entry-8'));
    expect(screen.getByRole('link', { name: 'undone by entry 9' })).toHaveAttribute(
      'href',
      expect.stringMatching(/#entry-9$/),
    );
    // Entry 3 is folded into a line of charges: there is nothing to lead to.
    expect(screen.getByText('undoes entry 3').closest('a')).toBeNull();
    expect(screen.queryByRole('link', { name: 'Undo entry 8' })).toBeNull();
    expect(screen.getByRole('link', { name: 'Undo entry 9' })).toBeVisible();
  });

  it('that was posted by somebody else meanwhile is refused in the server’s words', async () => {
    server.use(
      http.post('*/api/projects/:name/entries/:id/reversal', () =>
        problem('conflict', 'Entry 3 was undone by entry 9 already.'),
      ),
    );
    await renderApp({ path: `${path}?correct=3`, as: editor });
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Reason' }), 'posted twice');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Show what it does' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('undone by entry 9 already');
  });
});

it('an entry is named in the address as the API names it', () => {
  for (const id of ['1', '9223372036854775807', '0', '01', 'open', '12345678901234567890']) {
    expect(correctionTarget.safeParse(id).success).toBe(entryId.safeParse(id).success);
  }
});
