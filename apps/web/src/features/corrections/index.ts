export { CorrectionsPanel } from './corrections.panel.js';
export { ReverseLink } from './reverse-link.js';
