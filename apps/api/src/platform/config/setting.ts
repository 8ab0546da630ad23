import { z } from 'zod';

/**
 * Building blocks of the settings schemas. Every setting is one environment variable; its metadata says
 * what it means and gives a working example, so that a fault can be named together with its repair.
 */
export interface SettingMeta {
  readonly description: string;
  /** A value that would be accepted; also what `.env.example` shows. */
  readonly example: string;
  /** Never printed, and without a default. */
  readonly isSecret?: boolean;
  /** Shown in `.env.example` behind a `#`: the default, or a setting that most sites leave out. */
  readonly isOptional?: boolean;
}

declare module 'zod' {
  interface GlobalMeta {
    setting?: SettingMeta;
  }
}

export function text(meta: SettingMeta): z.ZodString {
  return z.string().min(1, 'must not be empty').meta({ setting: meta });
}

export function secret(meta: Omit<SettingMeta, 'isSecret'>, lengthMin: number): z.ZodString {
  return z
    .string()
    .min(lengthMin, `must have at least ${lengthMin} characters`)
    .meta({ setting: { ...meta, isSecret: true } });
}

export function url(meta: SettingMeta, protocols: readonly string[]): z.ZodString {
  const names = protocols.map((protocol) => `${protocol}//`).join(' or ');
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
      `must be a URL that begins with ${names}`,
    )
    .meta({ setting: meta });
}

/** A whole number between two bounds, both allowed. */
export function wholeNumber(
  meta: SettingMeta,
  bounds: { readonly min: number; readonly max: number },
): z.ZodType<number, string> {
  const rule = `must be a whole number from ${bounds.min} to ${bounds.max}`;
  return z
    .string()
    .regex(/^\d+$/, rule)
    .transform(Number)
    .pipe(z.number().min(bounds.min, rule).max(bounds.max, rule))
    .meta({ setting: meta });
}

export function oneOf<const T extends readonly [string, ...string[]]>(
  meta: SettingMeta,
  choices: T,
): z.ZodType<T[number], T[number]> {
  return z.enum(choices, { error: `must be one of ${choices.join(', ')}` }).meta({ setting: meta });
}

/** `on`/`off`, `true`/`false`, `1`/`0`. */
export function flag(meta: SettingMeta): z.ZodType<boolean, string> {
  return z
    .enum(['on', 'off', 'true', 'false', '1', '0'], { error: 'must be on or off' })
    .transform((value) => value === 'on' || value === 'true' || value === '1')
    .meta({ setting: meta });
}
