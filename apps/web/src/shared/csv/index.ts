export { csvText } from './csv-text.js';
export { downloadCsv } from './download-csv.js';
