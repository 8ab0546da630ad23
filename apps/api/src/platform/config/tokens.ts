/** Injection tokens of the settings groups; the types are in `settings.ts`. */
export const RUNTIME_SETTINGS = Symbol('RuntimeSettings');
export const DATABASE_SETTINGS = Symbol('DatabaseSettings');
export const HTTP_SETTINGS = Symbol('HttpSettings');
export const AUTH_SETTINGS = Symbol('AuthSettings');
export const CREDITS_SETTINGS = Symbol('CreditsSettings');
export const CREDIT_RULES_SETTINGS = Symbol('CreditRulesSettings');
export const JOB_SETTINGS = Symbol('JobSettings');
export const SANDBOX_SETTINGS = Symbol('SandboxSettings');
export const INGESTION_SETTINGS = Symbol('IngestionSettings');
export const COMPAT_SETTINGS = Symbol('CompatSettings');
export const PERUN_SETTINGS = Symbol('PerunSettings');
