import { z } from 'zod';

const text = (lengthMax: number) => z.string().max(lengthMax).default('').catch('');

/** Everything that is asked, as text, so that a link asks the same again; see `machinesOf`. */
export const calculatorParams = z.object({
  machines: text(4000),
  site: text(200),
  project: text(256),
  at: text(40),
  credits: text(64),
});
export type CalculatorParams = z.output<typeof calculatorParams>;

export const calculatorDefaults: CalculatorParams = {
  machines: '',
  site: '',
  project: '',
  at: '',
  credits: '',
};

/** What a project's page asks "what if": undefined = the panel is closed. See `changesOf`. */
export const whatIfParams = z.object({
  whatIf: z.string().max(4000).optional().catch(undefined),
  whatIfTable: z.string().max(12).optional().catch(undefined),
});
export type WhatIfParams = z.output<typeof whatIfParams>;
