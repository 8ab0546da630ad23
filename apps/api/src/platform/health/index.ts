export { HealthNotes, type HealthNote } from './health-notes.js';
