export * from './settings.js';
export { creditRulesSettings, type CreditRulesSettings } from './credit-rules-settings.js';
export * from './tokens.js';
export { maskedSettings, parseSettings, SettingsError } from './parse-settings.js';
export { readSettingsOrExit } from './read-settings.js';
