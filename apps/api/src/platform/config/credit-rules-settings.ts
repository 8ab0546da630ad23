import { z } from 'zod';

/** Rules about the rules: since when there is accounting, and when one person is not enough. */
export const creditRulesSettings = z.object({
  ACCOUNTING_START_DATE: z.iso
    .date('must be a day such as 2026-01-01')
    .meta({
      setting: {
        description:
          'First day that is accounted for, as exporters ask for it; without it, the day of installation or of the first reading, whichever is earlier',
        example: '2026-01-01',
        isOptional: true,
      },
    })
    .optional(),
  PUBLISH_FOUR_EYES_CREDITS: z
    .string()
    .regex(/^\d{1,15}(\.\d{1,6})?$/, 'must be a number of credits such as 1000')
    .meta({
      setting: {
        description:
          'A cost table that changes more credits than this in 30 days needs a second person to be published; 0 = never',
        example: '0',
        isOptional: true,
      },
    })
    .default('0'),
});
export type CreditRulesSettings = z.output<typeof creditRulesSettings>;
