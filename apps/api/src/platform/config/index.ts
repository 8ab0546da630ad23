export * from './settings.js';
export * from './tokens.js';
export { maskedSettings, parseSettings, SettingsError } from './parse-settings.js';
export { readSettingsOrExit } from './read-settings.js';
