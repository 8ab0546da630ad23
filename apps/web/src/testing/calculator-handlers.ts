import { Decimal } from '@os-credits/credits';
import {
  calculatorRequest,
  whatIfRequest,
  type CalculatorOptions,
  type CalculatorResponse,
  type WhatIfResponse,
} from '@os-credits/contracts';
import { http, HttpResponse } from 'msw';
import { problem } from './problem.js';

const rates: Record<string, { friendlyName: string; unit: string; rate: string }> = {
  project_vcpu_usage: { friendlyName: 'cpu', unit: 'vCPU·h', rate: '1' },
  project_mb_usage: { friendlyName: 'ram', unit: 'GiB·h', rate: '0.3' },
  gpu: { friendlyName: 'gpu', unit: 'GPU·h', rate: '10' },
};

const times = (...amounts: string[]): string =>
  amounts
    .reduce((product, amount) => product.times(Decimal.of(amount)), Decimal.of('1'))
    .toString();

const options: CalculatorOptions = {
  sites: [
    { name: 'bielefeld', displayName: 'Bielefeld' },
    { name: 'giessen', displayName: null },
  ],
  metrics: [{ name: 'gpu', friendlyName: 'gpu', unit: 'GPU·h' }],
};

export const calculatorHandlers = [
  http.get('*/api/calculator/options', () => HttpResponse.json(options)),
  http.post('*/api/calculator/cost', async ({ request }) => {
    const { machines, credits, at, site } = calculatorRequest.parse(await request.json());
    if (site === 'nowhere') {
      return problem('invalid-request', 'The request is not valid', [
        { pointer: '/body/site', code: 'unknown-site', detail: 'there is no site "nowhere"' },
      ]);
    }
    const lines = machines.flatMap(({ count, vcpus, ramGib, further }, machine) =>
      Object.entries({
        ...(vcpus === undefined ? {} : { project_vcpu_usage: vcpus }),
        ...(ramGib === undefined ? {} : { project_mb_usage: ramGib }),
        ...further,
      }).map(([metric, amount]) => {
        const known = rates[metric] ?? { friendlyName: metric, unit: 'h', rate: '1' };
        const creditsPerHour = times(amount, String(count), known.rate);
        return { machine, metric, ...known, amount, weight: '1', count, creditsPerHour };
      }),
    );
    const perHour = Decimal.sum(lines.map((line) => Decimal.of(line.creditsPerHour)));
    const answer: CalculatorResponse = {
      at: at ?? '2026-11-22T12:00:00.000Z',
      table: { id: 1, title: 'Autumn 2026' },
      lines,
      creditsPerHour: perHour.toString(),
      creditsPerDay: times(perHour.toString(), '24'),
      creditsPerMonth: times(perHour.toString(), '720'),
      lasts:
        credits === undefined
          ? null
          : { credits, hours: '100.5', days: '4.1', until: '2026-11-26T16:30:00.000Z' },
    };
    return HttpResponse.json(answer);
  }),
  http.post('*/api/projects/:name/what-if', async ({ request, params }) => {
    const { changes, costTableId } = whatIfRequest.parse(await request.json());
    return HttpResponse.json(whatIfOf(String(params['name']), changes, costTableId));
  }),
];

function whatIfOf(
  project: string,
  changes: readonly { site: string; metric: string; amountPerHour: string }[],
  costTableId: number | undefined,
): WhatIfResponse {
  const rateThen = costTableId === undefined ? '1' : '2';
  const running = { site: 'bielefeld', metric: 'project_vcpu_usage', now: '20' };
  const added = changes
    .filter(({ metric }) => metric !== running.metric)
    .map(({ site, metric }) => ({ site, metric, now: '0' }));
  const lines = [running, ...added].map(({ site, metric, now }) => {
    const change = changes.find((each) => each.site === site && each.metric === metric);
    const then = Decimal.of(now)
      .plus(Decimal.of(change?.amountPerHour ?? '0'))
      .toString();
    return {
      site,
      metric,
      friendlyName: rates[metric]?.friendlyName ?? metric,
      unit: rates[metric]?.unit ?? 'h',
      amountPerHourNow: now,
      amountPerHourThen: then,
      rateNow: '1',
      rateThen,
      creditsPerDayNow: times(now, '24'),
      creditsPerDayThen: times(then, '24', rateThen),
    };
  });
  const sum = (amounts: string[]): string =>
    Decimal.sum(amounts.map((amount) => Decimal.of(amount))).toString();
  return {
    project,
    remaining: '5000',
    asOf: '2026-11-22T12:00:00.000Z',
    windowFrom: '2026-11-15T00:00:00.000Z',
    windowTo: '2026-11-22T00:00:00.000Z',
    table: {
      id: costTableId ?? 1,
      title: costTableId === undefined ? 'Autumn 2026' : 'Winter 2026',
    },
    lines,
    now: {
      creditsPerDay: sum(lines.map((line) => line.creditsPerDayNow)),
      exhaustedAt: '2026-12-02T10:00:00.000Z',
    },
    then: {
      creditsPerDay: sum(lines.map((line) => line.creditsPerDayThen)),
      exhaustedAt: '2026-12-20T10:00:00.000Z',
    },
  };
}
