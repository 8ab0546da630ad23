export * from './settings.js';
export {
  attributeOrNull,
  perunConnection,
  perunSettings,
  type PerunConnection,
  type PerunSettings,
} from './perun-settings.js';
export { creditRulesSettings, type CreditRulesSettings } from './credit-rules-settings.js';
export * from './tokens.js';
export { maskedSettings, parseSettings, SettingsError } from './parse-settings.js';
export { secretValues } from './secret-values.js';
export { readSettingsOrExit } from './read-settings.js';
